import { derived } from './derived.ts'
import { keyword, path, stored } from './row.ts'

export const programRows = [
  keyword('processOwner', stored('process.owner'), 'operating-system user of the program', {
    position: 35,
    header: 'Process Owner',
    cef: 'spriv',
  }),
  path('processName', stored('process.executable'), 'program that touched the file', {
    position: 36,
    header: 'Process Name',
    cef: 'sproc',
  }),
  keyword.list('windowTitle', derived.windowTitle, 'window or tab titles', {
    position: 37,
    header: 'Tab/Window Title',
    cef: 'requestClientApplication',
  }),
  keyword('tabUrl', derived.tabUrl, 'address of the first tab', { position: 38, header: 'Tab URL', cef: 'request' }),
  keyword('tabs[].title', stored('destination.tabs[].title'), 'window or tab title', {
    position: 39,
    term: 'tabTitles',
    header: 'Table Titles',
    since: '2021-03',
  }),
  keyword('tabs[].titleError', stored('destination.tabs[].titleError'), 'reason the title is missing', {
    position: 40,
    term: 'tabTitleErrors',
    since: '2021-03',
  }),
  keyword('tabs[].url', stored('destination.tabs[].url'), 'tab address', {
    position: 41,
    term: 'tabUrls',
    header: 'Tab URLs',
    since: '2021-03',
  }),
  keyword('tabs[].urlError', stored('destination.tabs[].urlError'), 'reason the address is missing', {
    position: 42,
    term: 'tabUrlErrors',
    since: '2021-03',
  }),
  keyword('sourceTabs[].title', stored('source.tabs[].title'), 'title of a tab the file came from', {
    position: 43,
    term: 'sourceTabTitles',
  }),
  keyword('sourceTabs[].titleError', stored('source.tabs[].titleError'), 'reason the title is missing', {
    position: 44,
    term: 'sourceTabTitleErrors',
  }),
  keyword('sourceTabs[].url', stored('source.tabs[].url'), 'address of a tab the file came from', {
    position: 45,
    term: 'sourceTabUrls',
  }),
  keyword('sourceTabs[].urlError', stored('source.tabs[].urlError'), 'reason the address is missing', {
    position: 46,
    term: 'sourceTabUrlErrors',
  }),
  keyword.required(
    'fileClassifications[].vendor',
    stored('file.classifications[].vendor'),
    'product that set the label',
    { position: 47, term: 'fileClassificationVendors' },
  ),
  keyword.required(
    'fileClassifications[].value',
    stored('file.classifications[].value'),
    'sensitivity label on the file',
    { position: 48, term: 'fileClassificationValues' },
  ),
] as const
