import { keyword, path, published } from './row.ts'

export const processRows = [
  path('process.executable', '2022-06', published(101), 'program that touched the file', {
    repeats: true,
    cef: 'sproc',
  }),
  keyword('process.owner', '2022-06', published(102), 'operating-system user of that program', {
    repeats: true,
    privacy: 'personal',
    cef: 'spriv',
  }),
  keyword('process.extension.browser', '2024-09', published(103), 'browser that runs the extension', { repeats: true }),
  keyword('process.extension.version', '2024-09', published(104), 'version of the extension', { repeats: true }),
  keyword('process.extension.loggedInUser', '2024-09', published(105), 'account signed in to the active tab', {
    repeats: true,
    privacy: 'personal',
  }),
] as const
