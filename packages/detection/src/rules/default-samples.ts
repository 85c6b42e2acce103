import type { FileEventInput } from '@spillway/event-model'

/** Activity of one person: what makes a default rule fire, and what is near it but must not. */
export interface DefaultRuleSamples {
  readonly key: string
  readonly fires: readonly (readonly FileEventInput[])[]
  readonly silent: readonly (readonly FileEventInput[])[]
}

type File = NonNullable<FileEventInput['file']>

const document: File = { name: 'plan.docx', category: 'Document', sizeInBytes: 20_000 }
const code: File = { name: 'main.ts', category: 'SourceCode', sizeInBytes: 4_000 }
const picture: File = { name: 'team.jpg', category: 'Image', sizeInBytes: 3_000_000 }
const disk: File = { name: 'disk.img', category: 'VirtualDiskImage', sizeInBytes: 10_000_000_001 }
const falseName: File = {
  ...{ name: 'holiday.jpg', category: 'Spreadsheet', categoryByBytes: 'Spreadsheet', categoryByExtension: 'Image' },
  mimeTypeByBytes: 'application/vnd.ms-excel',
}

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
const toDropbox = (file: File = document) => upload('Cloud Storage', 'Dropbox', file)
const toGitHub = (file: File = code) => upload('Source Code Repository', 'GitHub', file)
const byAirDrop = (file: File = document) => upload('Device', 'AirDrop', file)
const share = (name: string, ...shareType: string[]): FileEventInput => ({
  event: { action: 'file-shared', observer: 'GoogleDrive', shareType },
  file: { ...document, name },
  source: { category: 'Cloud Storage', name: 'Google Drive' },
})
const download = (device: string): FileEventInput => ({
  event: { action: 'file-downloaded', observer: 'Salesforce', vector: 'DOWNLOADED' },
  file: { name: 'accounts.csv', category: 'Spreadsheet', sizeInBytes: 90_000 },
  source: { category: 'CRM Tools', name: 'Salesforce' },
  destination: { category: 'Device', name: device },
})
const printed: FileEventInput = {
  event: { action: 'file-printed', observer: 'Endpoint' },
  file: document,
  destination: { category: 'Device', name: 'Canon TS5350', printerName: 'Canon TS5350' },
}

/** An event that was judged already, by a connector: what a profile tells cannot be told of a single event. */
const found = (event: FileEventInput, name: string, weight: number): FileEventInput => ({
  ...event,
  risk: { score: weight, severity: 'LOW', indicators: [{ id: name, name, weight }], trusted: false },
})
const late = (event: FileEventInput) => found(event, 'Off hours', 2)
const first = (event: FileEventInput) => found(event, 'First use of destination', 3)
const rare = (event: FileEventInput) => found(event, 'Rare use of destination', 3)
const many = (amount: number, event: FileEventInput) => Array.from({ length: amount }, () => event)

/** Samples of every default rule; they run as tests. */
export const defaultRuleSamples: readonly DefaultRuleSamples[] = [
  {
    key: 'high-severity',
    fires: [many(6, toGitHub())],
    silent: [many(5, toGitHub()), many(6, toDropbox()), many(6, toMedia())],
  },
  {
    key: 'off-hours',
    fires: [many(6, late(toMedia())), many(6, late(printed))],
    silent: [many(5, late(toMedia())), many(6, printed), many(6, toMedia())],
  },
  {
    key: 'removable-media-volume',
    fires: [many(26, toMedia()), [toMedia(disk)]],
    silent: [many(25, toMedia()), many(26, toDropbox())],
  },
  {
    key: 'cloud-upload-volume',
    fires: [many(11, toDropbox()), many(11, upload('Email', 'Gmail')), [toDropbox(disk)]],
    silent: [many(10, toDropbox()), many(11, upload('Messaging', 'Slack'))],
  },
  {
    key: 'unusual-destination',
    fires: [many(3, first(toDropbox())), [first(toDropbox()), rare(toDropbox()), rare(toDropbox())]],
    silent: [many(2, first(toDropbox())), many(3, toDropbox()), many(3, first(toGitHub()))],
  },
  {
    key: 'slow-upload',
    fires: [many(11, toDropbox())],
    silent: [many(10, toDropbox()), many(11, toGitHub())],
  },
  {
    key: 'source-code',
    fires: [many(6, toGitHub()), many(6, toDropbox(code))],
    silent: [many(5, toGitHub()), many(6, toGitHub(document)), many(6, upload('Messaging', 'Slack', code))],
  },
  {
    key: 'public-links',
    fires: [many(6, share('plan.docx', 'Anyone with the link'))],
    silent: [many(5, share('plan.docx', 'Anyone with the link')), many(6, share('a', 'Anyone in your organization'))],
  },
  {
    key: 'public-links-to-secrets',
    fires: [[share('Board deck.pptx', 'Anyone with the link')], [share('2026 SALARIES.xlsx', 'Anyone with the link')]],
    silent: [
      [share('plan.docx', 'Anyone with the link')],
      [share('Board deck.pptx', 'Shared with specific people')],
      [toDropbox({ ...document, name: 'Board deck.pptx' })],
    ],
  },
  {
    key: 'unmonitored-downloads',
    fires: [many(3, download('Unmonitored Device'))],
    silent: [many(2, download('Unmonitored Device')), many(3, download('ws-1'))],
  },
  {
    key: 'airdrop-documents',
    fires: [many(6, byAirDrop())],
    silent: [many(5, byAirDrop()), many(6, byAirDrop(picture)), many(6, toDropbox())],
  },
  {
    key: 'file-mismatch',
    fires: [[upload('Messaging', 'Slack', falseName)]],
    silent: [[upload('Messaging', 'Slack')], [{ event: { action: 'file-modified' }, file: falseName }]],
  },
]
