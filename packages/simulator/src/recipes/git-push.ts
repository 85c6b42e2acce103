import { drawFor, endpointEvent, localFile, type Recipe, type Scene, sourceMachine } from '../scene.ts'

/** One push: several files under one git event. */
export const gitPush: Recipe = {
  name: 'git-push',
  share: 1.6,
  mostFiles: 8,
  begin: (scene) => {
    const git = gitFacts(scene)
    const processFacts = { executable: gitExecutable(scene), owner: scene.person.userName }
    return (instant, id) => ({
      ...endpointEvent(scene, instant, id, 'application-read', 'GIT_PUSH'),
      file: localFile(scene, drawFor(scene, instant, ['ts', 'py', 'go', 'java', 'js', 'sql', 'yaml', 'json']), 'NONE'),
      source: sourceMachine(scene),
      destination: { category: 'Source Code Repository', name: 'GitHub', domains: ['github.com'] },
      process: processFacts,
      git,
    })
  },
}

const gitFacts = ({ random, person }: Scene) => {
  const project = random.pick(person.projects)
  const personal = random.chance(0.04)
  return {
    eventId: random.uuid(),
    lastCommitHash: random.hex(40),
    repositoryUri: personal ? `https://github.com/${person.userName.replace('.', '-')}/notes.git` : project.repository,
    repositoryUser: person.name,
    repositoryEmail: personal ? `${person.userName}@mailbox.example` : person.email,
    repositoryEndpointPath: `${person.machine.home}src/${project.name.toLowerCase().replace(' ', '-')}/`,
  }
}

const gitExecutable = ({ person }: Scene) =>
  person.machine.platform === 'windows' ? 'C:/Program Files/Git/mingw64/bin/git.exe' : '/usr/bin/git'
