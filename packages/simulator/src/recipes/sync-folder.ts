import { drawFor, endpointEvent, localFile, type Recipe, type Scene, sourceMachine } from '../scene.ts'

const applications = [
  ['OneDrive', 'OneDrive/'],
  ['OneDrive', 'OneDrive/'],
  ['Google Drive', 'Google Drive/My Drive/'],
  ['Dropbox', 'Dropbox/'],
  ['Box', 'Box/'],
  ['iCloud', 'Library/Mobile Documents/'],
] as const

const changes = [
  ['sync-app-created', 'CREATED', 'UPLOADED'],
  ['sync-app-modified', 'MODIFIED', 'UPLOADED'],
  ['sync-app-modified', 'MODIFIED', 'UPLOADED'],
  ['sync-app-deleted', 'DELETED', 'UNKNOWN'],
] as const

/** A file in a folder that a cloud application carries away. */
export const syncFolder: Recipe = {
  name: 'sync-folder',
  share: 9,
  mostFiles: 2,
  begin: (scene) => {
    const [name, folder] = scene.random.pick(applications)
    const [action, changeType, vector] = scene.random.pick(changes)
    const account = accountOf(scene)
    return (instant, id) => {
      const file = localFile(scene, drawFor(scene, instant), changeType)
      return {
        ...endpointEvent(scene, instant, id, action, vector),
        file: { ...file, directory: scene.person.machine.home + folder },
        source: sourceMachine(scene),
        destination: { category: 'Cloud Storage', name, ...account },
        process: { executable: `${scene.person.machine.home}bin/${name}`, owner: scene.person.userName },
      }
    }
  },
}

const accountOf = ({ random, person }: Scene) => {
  const personal = random.chance(0.15)
  const address = personal ? `${person.userName}@mailbox.example` : person.email
  return { accountName: address, accountType: personal ? 'PERSONAL' : 'BUSINESS', user: { email: [address] } }
}
