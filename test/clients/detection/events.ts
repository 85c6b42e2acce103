/** What one person does at an instant: events by which rules of the scene fire, each in another way. */
export interface Deed {
  readonly email: string
  readonly at: Date
}

const base = ({ email, at }: Deed) => ({ '@timestamp': at.toISOString(), user: { email } })
const document = { name: 'plan.docx', category: 'Document', sizeInBytes: 20_000 }

export const toStick = (deed: Deed, name = document.name) => ({
  ...base(deed),
  event: { action: 'removable-media-created', observer: 'Endpoint', vector: 'REMOVABLE_MEDIA_OUT' },
  file: { ...document, name },
  destination: { category: 'Device', name: 'Removable Media' },
})

/** Risky, but no rule of the scene minds. */
export const toDropbox = (deed: Deed) => ({
  ...base(deed),
  event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
  file: document,
  destination: { category: 'Cloud Storage', name: 'Dropbox' },
})

export const codeToGitHub = (deed: Deed) => ({
  ...base(deed),
  event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
  file: { name: 'main.ts', category: 'SourceCode', sizeInBytes: 4_000 },
  destination: { category: 'Source Code Repository', name: 'GitHub' },
})

export const publicLink = (deed: Deed) => ({
  ...base(deed),
  event: { action: 'file-shared', observer: 'GoogleDrive', shareType: ['Anyone with the link'] },
  file: document,
  source: { category: 'Cloud Storage', name: 'Google Drive' },
})

export const falseName = (deed: Deed) => ({
  ...base(deed),
  event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
  file: {
    ...{ name: 'holiday.jpg', category: 'Spreadsheet', categoryByBytes: 'Spreadsheet', categoryByExtension: 'Image' },
    ...{ mimeTypeByBytes: 'application/vnd.ms-excel', sizeInBytes: 1_000 },
  },
  destination: { category: 'Messaging', name: 'Slack' },
})
