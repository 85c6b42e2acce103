import { integer64, keyword, proposed } from './row.ts'

export const pasteRows = [
  keyword.list('paste.mimeTypes', '2025-08', proposed(9), 'clipboard types', { repeats: true }),
  integer64('paste.totalContentSize', '2025-08', proposed(10), 'size of what was pasted'),
  integer64('paste.visibleContentSize', '2025-08', proposed(11), 'visible size of what was pasted'),
] as const
