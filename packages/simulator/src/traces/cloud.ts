import type { Drive } from '../company.ts'
import type { Document } from '../document.ts'
import { hashText } from '../random.ts'
import { cloudEvent, commonFile, type Scene, type Trace } from '../scene.ts'
import type { Change } from './local.ts'

/** Work inside a drive of the company, seen by its connection. */
export const traceDriveEdit: Trace<{ readonly drive: Drive; readonly change: Change }> = (
  scene,
  instant,
  id,
  document,
  { drive, change: [action, changeType] },
) => ({
  ...cloudEvent(scene, instant, id, { action, observer: drive.observer, detector: `Corporate ${drive.name}` }),
  file: driveFile(drive, document, changeType),
  source: driveSide(scene, drive),
})

export interface Share {
  readonly drive: Drive
  readonly type: 'Anyone with the link' | 'Anyone in your organization' | 'Shared with specific people'
  /** Mail addresses. */
  readonly guests: readonly string[]
}

/** A link or an invitation that lets others read a file. */
export const traceShare: Trace<Share> = (scene, instant, id, document, { drive, type, guests }) => {
  const kind = {
    action: 'file-shared',
    observer: drive.observer,
    detector: `Corporate ${drive.name}`,
    vector: 'UNKNOWN',
  }
  const head = cloudEvent(scene, instant, id, kind)
  return {
    ...head,
    event: { ...head.event, shareType: [type] },
    file: driveFile(drive, document, 'SHARING_CHANGED'),
    source: driveSide(scene, drive),
    destination: { category: 'Cloud Storage', name: drive.name, user: { email: [...guests] } },
  }
}

const driveSide = ({ person }: Scene, { name }: Drive) => ({
  ...{ category: 'Cloud Storage', name, user: { email: [person.email] } },
})

const driveFile = ({ files }: Drive, document: Document, changeType: string) => {
  const fileId = `1${hashText(document.project.key + document.name).toString(36)}${document.project.cloudDriveId.slice(2, 14)}`
  const { cloudDriveId } = document.project
  return {
    ...commonFile(document, changeType),
    id: fileId,
    url: files + fileId,
    cloudDriveId,
    directoryId: [cloudDriveId, `2${hashText(document.folder).toString(36)}`],
  }
}

export interface Letter {
  readonly recipients: readonly string[]
  readonly subject: string
}

/** A message with an attachment from the company's mail. */
export const traceMail: Trace<Letter> = (scene, instant, id, document, { recipients, subject }) => {
  const { observer, name } = scene.organization.company.mail
  const { email, name: from } = scene.person
  return {
    ...cloudEvent(scene, instant, id, {
      ...{ action: 'file-emailed', observer, detector: `Corporate ${name}`, vector: 'EMAILED' },
    }),
    file: commonFile(document, 'NONE'),
    source: { category: 'Email', name, email: { sender: email, from: `${from} <${email}>` } },
    destination: { category: 'Email', email: { recipients: [...recipients], subject } },
  }
}
