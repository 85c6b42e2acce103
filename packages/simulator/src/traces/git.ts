import type { Document } from '../document.ts'
import { endpointEvent, localFile, type Scene, sourceMachine, type Trace } from '../scene.ts'

/** What the files of one push share. */
export interface Push {
  readonly eventId: string
  readonly lastCommitHash: string
  readonly repositoryUri: string
  readonly repositoryUser: string
  readonly repositoryEmail: string
  readonly repositoryEndpointPath: string
}

const hosts: Readonly<Record<string, string>> = {
  'github.com': 'GitHub',
  'gitlab.com': 'GitLab',
  'bitbucket.org': 'Bitbucket',
}

/** A file that went with a push. */
export const tracePush: Trace<Push> = (scene, instant, id, document, push) => {
  const host = push.repositoryUri.split('/')[2] ?? ''
  return {
    ...endpointEvent(scene, instant, id, 'application-read', 'GIT_PUSH'),
    file: { ...localFile(scene, document, 'NONE'), directory: inClone(document, push) },
    source: sourceMachine(scene),
    destination: { category: 'Source Code Repository', name: hosts[host] ?? host, domains: [host] },
    process: { executable: gitExecutable(scene), owner: scene.person.userName },
    git: { ...push },
  }
}

/** Folder of a file in the clone: the innermost of those that it lies in elsewhere. */
const inClone = ({ folder }: Document, { repositoryEndpointPath }: Push): string =>
  `${repositoryEndpointPath}${folder.split('/').at(-2)}/`

const gitExecutable = ({ person }: Scene) =>
  person.machine.platform === 'windows' ? 'C:/Program Files/Git/mingw64/bin/git.exe' : '/usr/bin/git'

/** A push to a repository, of the clone that lies in `folder` below the home folder. */
export const pushTo = (
  { random, person }: Scene,
  repositoryUri: string,
  folder: string,
  repositoryEmail: string = person.email,
): Push => ({
  eventId: random.uuid(),
  lastCommitHash: random.hex(40),
  repositoryUri,
  repositoryUser: person.name,
  repositoryEmail,
  repositoryEndpointPath: `${person.machine.home}${folder}`,
})
