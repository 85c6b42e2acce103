/** A kind of file people work with; categories and media types as the event taxonomy pairs them. */
export interface FileKind {
  readonly extension: string
  readonly category: string
  readonly mimeType: string
  /** Typical size; real sizes scatter log-normally around it. */
  readonly medianBytes: number
}

const officeOpen = 'application/vnd.openxmlformats-officedocument'

const rows = [
  ['docx', 'Document', `${officeOpen}.wordprocessingml.document`, 90_000],
  ['doc', 'Document', 'application/msword', 120_000],
  ['txt', 'Document', 'text/plain', 4_000],
  ['rtf', 'Document', 'application/rtf', 30_000],
  ['pdf', 'Pdf', 'application/pdf', 400_000],
  ['xlsx', 'Spreadsheet', `${officeOpen}.spreadsheetml.sheet`, 60_000],
  ['xls', 'Spreadsheet', 'application/vnd.ms-excel', 80_000],
  ['csv', 'Spreadsheet', 'text/csv', 250_000],
  ['pptx', 'Presentation', `${officeOpen}.presentationml.presentation`, 2_500_000],
  ['key', 'Presentation', 'application/vnd.apple.keynote', 6_000_000],
  ['png', 'Image', 'image/png', 350_000],
  ['jpg', 'Image', 'image/jpeg', 1_800_000],
  ['psd', 'Image', 'image/vnd.adobe.photoshop', 45_000_000],
  ['svg', 'Image', 'image/svg+xml', 20_000],
  ['dwg', 'Image', 'image/vnd.dwg', 8_000_000],
  ['mp4', 'Video', 'video/mp4', 90_000_000],
  ['mov', 'Video', 'video/quicktime', 160_000_000],
  ['mp3', 'Audio', 'audio/mpeg', 5_000_000],
  ['zip', 'Archive', 'application/zip', 9_000_000],
  ['7z', 'Archive', 'application/x-7z-compressed', 14_000_000],
  ['gz', 'Archive', 'application/gzip', 6_000_000],
  ['ts', 'SourceCode', 'text/plain', 5_000],
  ['py', 'SourceCode', 'text/x-python', 6_000],
  ['go', 'SourceCode', 'text/plain', 7_000],
  ['java', 'SourceCode', 'text/x-java-source', 8_000],
  ['js', 'SourceCode', 'application/javascript', 6_000],
  ['sql', 'SourceCode', 'text/plain', 3_000],
  ['json', 'SourceCode', 'application/json', 12_000],
  ['yaml', 'SourceCode', 'text/plain', 2_000],
  ['sh', 'Script', 'application/x-sh', 2_000],
  ['ps1', 'Script', 'text/plain', 4_000],
  ['bat', 'Script', 'application/x-bat', 1_000],
  ['exe', 'Executable', 'application/x-msdownload', 30_000_000],
  ['msi', 'Executable', 'application/x-msi', 60_000_000],
  ['dmg', 'VirtualDiskImage', 'application/x-apple-diskimage', 120_000_000],
  ['iso', 'VirtualDiskImage', 'application/x-iso9660-image', 900_000_000],
  ['dat', 'Uncategorized', 'application/octet-stream', 500_000],
  ['log', 'Uncategorized', 'text/plain', 300_000],
] as const satisfies readonly (readonly [string, string, string, number])[]

export type Extension = (typeof rows)[number][0]

export const fileKinds: ReadonlyMap<Extension, FileKind> = new Map(
  rows.map(([extension, category, mimeType, medianBytes]) => [
    extension,
    { extension, category, mimeType, medianBytes },
  ]),
)

/** The kind of a known extension. */
export const kindOf = (extension: Extension): FileKind => fileKinds.get(extension) as FileKind
