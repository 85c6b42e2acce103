import type { FileEventInput } from '@spillway/event-model'

/** Activity of one person within minutes: what makes a default rule fire, and what is near it but must not. */
export interface DefaultRuleSamples {
  readonly key: string
  readonly fires: readonly (readonly FileEventInput[])[]
  readonly silent: readonly (readonly FileEventInput[])[]
}

type File = NonNullable<FileEventInput['file']>

const document: File = { name: 'plan.docx', category: 'Document', sizeInBytes: 20_000 }
const code: File = { name: 'main.ts', category: 'SourceCode', sizeInBytes: 4_000 }

const toMedia = (file: File = document): FileEventInput => ({
  event: { action: 'removable-media-created', observer: 'Endpoint', vector: 'REMOVABLE_MEDIA_OUT' },
  file,
  destination: { category: 'Device', name: 'Removable Media' },
})
const upload = (category: string, name: string, file: File = document): FileEventInput => ({
  event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
  file,
  destination: { category, name },
})
const share = (...shareType: string[]): FileEventInput => ({
  event: { action: 'file-shared', observer: 'GoogleDrive', shareType },
  file: document,
  source: { category: 'Cloud Storage', name: 'Google Drive' },
})
const many = (amount: number, event: FileEventInput) => Array.from({ length: amount }, () => event)
const falseName: File = {
  ...{ name: 'holiday.jpg', category: 'Spreadsheet', categoryByBytes: 'Spreadsheet', categoryByExtension: 'Image' },
  mimeTypeByBytes: 'application/vnd.ms-excel',
}

/** Samples of every default rule; they run as tests. */
export const defaultRuleSamples: readonly DefaultRuleSamples[] = [
  {
    key: 'high-severity',
    fires: [[upload('Source Code Repository', 'GitHub', code)]],
    silent: [[upload('Cloud Storage', 'Dropbox')], [toMedia()]],
  },
  {
    key: 'removable-media-volume',
    fires: [many(26, toMedia()), [toMedia({ ...document, sizeInBytes: 500_000_001 })]],
    silent: [many(25, toMedia()), many(26, upload('Cloud Storage', 'Dropbox'))],
  },
  {
    key: 'cloud-upload-volume',
    fires: [many(26, upload('Cloud Storage', 'Dropbox')), many(26, upload('Email', 'Gmail'))],
    silent: [many(25, upload('Cloud Storage', 'Dropbox')), many(26, upload('Messaging', 'Slack'))],
  },
  {
    key: 'source-code',
    fires: [[upload('Source Code Repository', 'GitHub', code)], [upload('Cloud Storage', 'Dropbox', code)]],
    silent: [[upload('Source Code Repository', 'GitHub')], [upload('Messaging', 'Slack', code)]],
  },
  {
    key: 'public-links',
    fires: [[share('Anyone with the link')]],
    silent: [[share('Shared with specific people')], [share('Anyone in your organization')]],
  },
  {
    key: 'file-mismatch',
    fires: [[upload('Messaging', 'Slack', falseName)]],
    silent: [[upload('Messaging', 'Slack')], [{ event: { action: 'file-modified' }, file: falseName }]],
  },
]
