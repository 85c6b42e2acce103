import { endpointEvent, localFile, sourceMachine, type Trace } from '../scene.ts'

export interface SyncAccount {
  /** Name of the application. */
  readonly name: string
  /** Folder below the home folder. */
  readonly folder: string
  readonly accountName: string
  readonly accountType: 'BUSINESS' | 'PERSONAL'
  readonly change: readonly [action: string, changeType: string, vector: string]
}

/** A file in a folder that a cloud application carries away. */
export const traceSync: Trace<SyncAccount> = (scene, instant, id, document, account) => {
  const { name, folder, accountName, accountType, change } = account
  const [action, changeType, vector] = change
  const file = localFile(scene, document, changeType)
  return {
    ...endpointEvent(scene, instant, id, action, vector),
    file: { ...file, directory: scene.person.machine.home + folder },
    source: sourceMachine(scene),
    destination: { category: 'Cloud Storage', name, accountName, accountType, user: { email: [accountName] } },
    process: { executable: `${scene.person.machine.home}bin/${name}`, owner: scene.person.userName },
  }
}
