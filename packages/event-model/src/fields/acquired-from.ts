import { enumeration, keyword, published, timestamp, untermed } from './row.ts'

export const acquiredFromRows = [
  keyword('file.acquiredFrom[].eventId', '2022-11', published(121), 'earlier event that brought the file in'),
  enumeration('file.acquiredFrom[].eventAction', '2022-11', published(129), 'action of that earlier event'),
  timestamp('file.acquiredFrom[].agentTimestamp', '2022-11', published(127), 'time of that earlier event'),
  keyword('file.acquiredFrom[].userEmail', '2022-11', published(128), 'user of that earlier event', {
    repeats: true,
    privacy: 'personal',
  }),
  keyword('file.acquiredFrom[].fileName', '2022-11', published(135), 'file name at that time', { privacy: 'content' }),
  keyword('file.acquiredFrom[].md5', '2022-11', published(136), 'MD5 at that time'),
  enumeration('file.acquiredFrom[].sourceCategory', '2022-11', published(124), 'kind of place it came from'),
  keyword('file.acquiredFrom[].sourceName', '2022-11', published(125), 'name of the place it came from', {
    repeats: true,
  }),
  keyword.list('file.acquiredFrom[].sourceDomains', '2022-11', published(134), 'hosts of the tabs it came from', {
    repeats: true,
  }),
  keyword('file.acquiredFrom[].sourceAccountName', '2023-04', published(122), 'sync account it came from', {
    repeats: true,
    privacy: 'personal',
  }),
  enumeration('file.acquiredFrom[].sourceAccountType', '2023-04', published(123), 'business or personal sync account'),
  keyword.list(
    'file.acquiredFrom[].sourceUser.email',
    '2023-04',
    published(126),
    'addresses of the sync account it came from',
    { repeats: true, privacy: 'personal' },
  ),
  keyword('file.acquiredFrom[].tabs[].title', '2022-11', published(130), 'tab title at that time', {
    privacy: 'content',
  }),
  keyword('file.acquiredFrom[].tabs[].titleError', '2022-11', published(131), 'reason the title is missing', {
    repeats: true,
  }),
  keyword('file.acquiredFrom[].tabs[].url', '2022-11', published(132), 'tab address at that time', {
    privacy: 'content',
  }),
  keyword('file.acquiredFrom[].tabs[].urlError', '2022-11', published(133), 'reason the address is missing', {
    repeats: true,
  }),
  keyword(
    'file.acquiredFrom[].git.repositoryEmail',
    '2023-04',
    published(137),
    'e-mail configured in the repository it came from',
    { repeats: true, privacy: 'personal' },
  ),
  keyword('file.acquiredFrom[].git.repositoryUri', '2023-04', published(138), 'remote of the repository it came from', {
    repeats: true,
  }),
  keyword(
    'file.acquiredFrom[].git.repositoryUser',
    '2023-04',
    published(139),
    'user configured in the repository it came from',
    { repeats: true, privacy: 'personal' },
  ),
  keyword('file.acquiredFrom[].identifiers[].key', '2024-09', untermed, 'kind of device identifier', { repeats: true }),
  keyword('file.acquiredFrom[].identifiers[].value', '2024-09', untermed, 'device identifier', { repeats: true }),
] as const
