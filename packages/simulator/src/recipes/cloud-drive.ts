import type { Document } from '../document.ts'
import { hashText } from '../random.ts'
import { cloudEvent, commonFile, drawFor, type Recipe, type Scene } from '../scene.ts'
import { outsideDomains } from '../vocabulary/words.ts'

const drives = [
  ['GoogleDrive', 'Google Drive', 'https://drive.google.com/file/d/'],
  ['GoogleDrive', 'Google Drive', 'https://drive.google.com/file/d/'],
  ['OneDrive', 'OneDrive', 'https://example-my.sharepoint.com/personal/'],
  ['Box', 'Box', 'https://example.app.box.com/file/'],
] as const

type Drive = (typeof drives)[number]

const changes = [
  ['file-modified', 'MODIFIED'],
  ['file-modified', 'MODIFIED'],
  ['file-created', 'CREATED'],
  ['file-deleted', 'DELETED'],
] as const

/** Work inside a corporate cloud drive, seen by its connection. */
export const cloudEdit: Recipe = {
  name: 'cloud-edit',
  share: 3.5,
  begin: (scene) => {
    const drive = scene.random.pick(drives)
    const [action, changeType] = scene.random.pick(changes)
    return (instant, id) => ({
      ...cloudEvent(scene, instant, id, { action, observer: drive[0], detector: `Corporate ${drive[1]}` }),
      file: driveFile(drive, drawFor(scene, instant), changeType),
      source: { category: 'Cloud Storage', name: drive[1], user: { email: [scene.person.email] } },
    })
  },
}

/** A link or an invitation that lets others read a file. */
export const cloudShare: Recipe = {
  name: 'cloud-share',
  share: 2.5,
  begin: (scene) => {
    const drive = scene.random.pick(drives)
    const share = shareOf(scene)
    return (instant, id) => {
      const head = cloudEvent(scene, instant, id, {
        action: 'file-shared',
        observer: drive[0],
        detector: `Corporate ${drive[1]}`,
        vector: 'UNKNOWN',
      })
      return {
        ...head,
        event: { ...head.event, shareType: [share.type] },
        file: driveFile(drive, drawFor(scene, instant), 'SHARING_CHANGED'),
        source: { category: 'Cloud Storage', name: drive[1], user: { email: [scene.person.email] } },
        destination: { category: 'Cloud Storage', name: drive[1], user: { email: share.guests } },
      }
    }
  },
}

const shareOf = ({ random, organization }: Scene): { type: string; guests: string[] } => {
  const draw = random.next()
  if (draw < 0.2) return { type: 'Anyone with the link', guests: [] }
  if (draw < 0.45) return { type: 'Anyone in your organization', guests: [] }
  const colleague = random.pick(organization.people)
  const outside = `${colleague.userName}@${random.pick(outsideDomains)}`
  return { type: 'Shared with specific people', guests: [random.chance(0.7) ? colleague.email : outside] }
}

const driveFile = ([, , base]: Drive, document: Document, changeType: string) => {
  const fileId = `1${hashText(document.name).toString(36)}${document.md5.slice(0, 20)}`
  const { cloudDriveId } = document.project
  return {
    ...commonFile(document, changeType),
    id: fileId,
    url: base + fileId,
    cloudDriveId,
    directoryId: [cloudDriveId, `2${hashText(document.folder).toString(36)}`],
  }
}
