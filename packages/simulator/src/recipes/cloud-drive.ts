import type { Drive } from '../company.ts'
import { drawFor, type Recipe, type Scene } from '../scene.ts'
import { type Share, traceDriveEdit, traceShare } from '../traces/cloud.ts'
import { colleagueOf } from './people.ts'

const changes = [
  ['file-modified', 'MODIFIED'],
  ['file-modified', 'MODIFIED'],
  ['file-created', 'CREATED'],
  ['file-deleted', 'DELETED'],
] as const

const chooseDrive = ({ random, organization }: Scene): Drive => organization.company.drives[random.chance(0.85) ? 0 : 1]

/** Work inside the company's cloud drive, seen by its connection. */
export const cloudEdit: Recipe = {
  name: 'cloud-edit',
  share: 3.5,
  begin: (scene) => {
    const facts = { drive: chooseDrive(scene), change: scene.random.pick(changes) }
    return (instant, id) => traceDriveEdit(scene, instant, id, drawFor(scene, instant), facts)
  },
}

/** A link or an invitation that lets others read a file. */
export const cloudShare: Recipe = {
  name: 'cloud-share',
  share: 2.5,
  begin: (scene) => {
    const share = shareOf(scene)
    return (instant, id) => traceShare(scene, instant, id, drawFor(scene, instant), share)
  },
}

const shareOf = (scene: Scene): Share => {
  const { random, organization } = scene
  const drive = chooseDrive(scene)
  const draw = random.next()
  if (draw < 0.02) return { drive, type: 'Anyone with the link', guests: [] }
  if (draw < 0.4) return { drive, type: 'Anyone in your organization', guests: [] }
  const colleague = colleagueOf(scene)
  const { partners, customers } = organization.company
  const domain = random.pick(random.chance(0.8) ? partners : customers)
  const guest = random.chance(0.88) ? colleague.email : `${colleague.userName}@${domain}`
  return { drive, type: 'Shared with specific people', guests: [guest] }
}
