import { derived } from './derived.ts'
import { enumeration, integer64, keyword, path, stored, timestamp } from './row.ts'

export const fileRows = [
  keyword.required('eventId', stored('event.id'), 'identifies the event; doubles as page token and checkpoint', {
    position: 1,
    header: 'Event ID',
    cef: 'externalId',
  }),
  enumeration('eventType', derived.eventType, 'what happened to the file', { position: 2, header: 'Event type' }),
  timestamp('eventTimestamp', stored('@timestamp'), 'when the device or cloud service saw the activity', {
    position: 3,
    header: 'Date Observed (UTC)',
    cef: 'end',
  }),
  timestamp('insertionTimestamp', stored('event.inserted'), 'when the event became searchable', {
    position: 4,
    header: 'Date Inserted (UTC)',
    cef: 'rt',
  }),
  keyword.required('fieldErrors[].error', derived.fieldErrorReason, 'why a field is missing'),
  keyword.required('fieldErrors[].field', derived.fieldErrorName, 'name of the missing field'),
  path('filePath', stored('file.directory'), 'folder, closed by a separator', {
    position: 5,
    header: 'File path',
    cef: 'filePath',
  }),
  keyword('fileName', stored('file.name'), 'file name with extension', {
    position: 6,
    header: 'Filename',
    cef: 'fname',
  }),
  enumeration('fileType', derived.fileType, 'kind of file-system entry; only FILE is stored', {
    position: 7,
    header: 'File type',
  }),
  enumeration('fileCategory', stored('file.category'), 'kind of content, from the MIME type that was kept', {
    position: 8,
    header: 'File Category',
    cef: 'fileType',
  }),
  enumeration('fileCategoryByBytes', stored('file.categoryByBytes'), 'kind of content, from the bytes', {
    position: 9,
    header: 'Identified Extension Category',
  }),
  enumeration('fileCategoryByExtension', stored('file.categoryByExtension'), 'kind of content, from the extension', {
    position: 10,
    header: 'Current Extension Category',
  }),
  integer64('fileSize', stored('file.sizeInBytes'), 'file size', {
    position: 11,
    header: 'File size (bytes)',
    cef: 'fsize',
  }),
  keyword('fileOwner', stored('file.owner'), 'owner in the file system', { position: 12, header: 'File Owner' }),
  keyword('md5Checksum', stored('file.hash.md5'), 'MD5 of the contents', {
    position: 13,
    header: 'MD5 Hash',
    cef: 'fileHash',
  }),
  keyword('sha256Checksum', stored('file.hash.sha256'), 'SHA-256 of the contents', {
    position: 14,
    header: 'SHA-256 Hash',
  }),
  timestamp('createTimestamp', stored('file.created'), 'creation time in the file system', {
    position: 15,
    header: 'Create Date',
    cef: 'fileCreateTime',
  }),
  timestamp('modifyTimestamp', stored('file.modified'), 'time the contents last changed', {
    position: 16,
    header: 'Modified Date',
    cef: 'fileModificationTime',
  }),
] as const
