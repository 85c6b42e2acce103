import { drawFor, type Recipe, type Scene } from '../scene.ts'
import { type SyncAccount, traceSync } from '../traces/sync.ts'

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
    const account = accountOf(scene)
    return (instant, id) => traceSync(scene, instant, id, drawFor(scene, instant), account)
  },
}

const accountOf = ({ random, person, organization, habits }: Scene): SyncAccount => {
  const change = random.pick(changes)
  if (habits.privateSync && random.chance(0.2)) return { ...habits.privateSync, accountType: 'PERSONAL', change }
  const [drive] = organization.company.drives
  return { name: drive.name, folder: drive.folder, accountName: person.email, accountType: 'BUSINESS', change }
}
