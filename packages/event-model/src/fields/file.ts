import { boolean, enumeration, integer64, keyword, legacy, path, published, timestamp } from './row.ts'

export const fileRows = [
  keyword('file.name', '2022-06', published(13), 'file name with extension', { privacy: 'content', cef: 'fname' }),
  keyword('file.originalName', '2023-04', published(14), 'file name before the activity', { privacy: 'content' }),
  path('file.directory', '2022-06', published(15), 'folder, closed by a separator; Windows paths use forward slashes', {
    privacy: 'content',
    cef: 'filePath',
  }),
  path('file.originalDirectory', '2023-04', published(16), 'folder before the activity', { privacy: 'content' }),
  enumeration('file.category', '2022-06', published(17), 'kind of content, from the MIME type that was kept', {
    cef: 'fileType',
  }),
  enumeration('file.categoryByBytes', '2022-06', legacy(1), 'kind of content, from the bytes', { until: '2024-09' }),
  enumeration('file.categoryByExtension', '2022-06', legacy(2), 'kind of content, from the extension', {
    until: '2024-09',
  }),
  keyword('file.mimeType', '2024-09', published(18), 'MIME type that was kept', { repeats: true }),
  keyword('file.mimeTypeByBytes', '2022-06', published(19), 'MIME type found in the bytes', { repeats: true }),
  keyword('file.mimeTypeByExtension', '2022-06', published(20), 'MIME type the extension suggests', { repeats: true }),
  integer64('file.sizeInBytes', '2022-06', published(21), 'file size', { cef: 'fsize' }),
  keyword('file.owner', '2022-06', published(22), 'owner in the file system', { repeats: true, privacy: 'personal' }),
  timestamp('file.created', '2022-06', published(23), 'creation time in the file system', { cef: 'fileCreateTime' }),
  timestamp('file.modified', '2022-06', published(24), 'time the contents last changed', {
    cef: 'fileModificationTime',
  }),
  keyword('file.hash.md5', '2022-06', published(25), 'MD5 of the contents', { cef: 'fileHashMd5' }),
  keyword('file.hash.sha256', '2022-06', published(26), 'SHA-256 of the contents', { cef: 'fileHashSha256' }),
  keyword('file.hash.md5Error', '2022-07', published(27), 'reason the MD5 is missing', { repeats: true }),
  keyword('file.hash.sha256Error', '2022-07', published(28), 'reason the SHA-256 is missing', { repeats: true }),
  keyword('file.id', '2022-06', published(29), 'file id at the cloud provider'),
  keyword('file.url', '2022-06', published(30), 'file address at the cloud provider', {
    privacy: 'content',
    cef: 'filePath',
  }),
  keyword.list(
    'file.directoryId',
    '2022-06',
    published(31),
    'every drive and folder above the file at the cloud provider',
    { repeats: true },
  ),
  keyword('file.cloudDriveId', '2022-06', published(32), 'drive id at the cloud provider', {
    repeats: true,
    cef: 'aid',
  }),
  keyword.required('file.classifications[].value', '2022-06', published(33), 'sensitivity label on the file', {
    repeats: true,
  }),
  keyword.required('file.classifications[].vendor', '2022-06', published(34), 'product that set the label', {
    repeats: true,
  }),
  enumeration('file.changeType', '2022-11', published(35), 'change that raised the event'),
  keyword('file.archiveId', '2024-09', published(36), 'id given to an archive file'),
  keyword('file.parentArchiveId', '2024-09', published(37), 'archive that holds this file'),
  boolean('file.passwordProtected', '2024-09', published(38), 'file or archive needs a password'),
] as const
