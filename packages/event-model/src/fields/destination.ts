import { address, enumeration, integer64, keyword, path, proposed, published, untermed } from './row.ts'

export const destinationRows = [
  enumeration('destination.category', '2022-06', published(72), 'kind of place the file went to', {
    cef: 'destinationServiceName',
  }),
  keyword('destination.name', '2022-06', published(73), 'service or device the file went to', {
    repeats: true,
    cef: 'destinationServiceName',
  }),
  keyword.list('destination.domains', '2022-06', published(97), 'hosts taken from the destination tabs', {
    repeats: true,
  }),
  address('destination.ip', '2022-06', published(75), 'public address of the device', {
    repeats: true,
    privacy: 'personal',
    cef: 'src',
  }),
  address.list('destination.privateIp', '2022-06', published(76), 'internal and loopback addresses of the device', {
    repeats: true,
    privacy: 'personal',
  }),
  keyword('destination.operatingSystem', '2022-06', published(77), 'operating system of the device', { repeats: true }),
  keyword('destination.remoteHostname', '2023-04', published(98), 'far host of a file-transfer tool', {
    repeats: true,
  }),
  keyword('destination.accountName', '2022-06', published(95), 'sync-app account', {
    repeats: true,
    privacy: 'personal',
    cef: 'destinationServiceName',
  }),
  enumeration('destination.accountType', '2022-06', published(96), 'business or personal sync-app account'),
  keyword.list(
    'destination.user.email',
    '2022-06',
    published(74),
    'people the file was shared with, or addresses of the sync-app account',
    { repeats: true, privacy: 'personal', cef: 'duser' },
  ),
  keyword.list('destination.user.emailDomain', '2025-08', proposed(6), 'domains of those addresses', { repeats: true }),
  keyword.list('destination.email.recipients', '2022-06', published(81), 'addresses in To, Cc and Bcc', {
    repeats: true,
    privacy: 'personal',
    cef: 'duser',
  }),
  keyword('destination.email.subject', '2022-06', published(82), 'subject of the mail', { privacy: 'content' }),
  keyword('destination.printJobName', '2022-06', published(78), 'print job', { privacy: 'content' }),
  keyword('destination.printerName', '2022-06', published(79), 'printer', { repeats: true }),
  path('destination.printedFilesBackupPath', '2022-06', published(80), 'where the spooled copy lies', {
    privacy: 'content',
  }),
  keyword('destination.removableMedia.vendor', '2022-06', published(83), 'maker of the device', {
    repeats: true,
    cef: 'cs2',
  }),
  keyword('destination.removableMedia.name', '2022-06', published(88), 'name of the device', {
    repeats: true,
    cef: 'cs3',
  }),
  keyword('destination.removableMedia.serialNumber', '2022-06', published(85), 'serial number of the device', {
    repeats: true,
    cef: 'cs4',
  }),
  integer64('destination.removableMedia.capacity', '2022-06', published(86), 'capacity of the device', { cef: 'cn1' }),
  keyword('destination.removableMedia.busType', '2022-06', published(87), 'bus of the device', {
    repeats: true,
    cef: 'cs1',
  }),
  keyword('destination.removableMedia.mediaName', '2022-06', published(84), 'product name of the device', {
    repeats: true,
    cef: 'cs3',
  }),
  keyword.list('destination.removableMedia.volumeName', '2022-06', published(89), 'volume labels', { repeats: true }),
  keyword.list('destination.removableMedia.partitionId', '2022-06', published(90), 'volume ids', { repeats: true }),
  keyword('destination.tabs[].title', '2022-06', published(91), 'window or tab title', {
    privacy: 'content',
    cef: 'requestClientApplication',
  }),
  keyword('destination.tabs[].titleError', '2022-06', published(93), 'reason the title is missing', { repeats: true }),
  keyword('destination.tabs[].url', '2022-06', published(92), 'tab address', { privacy: 'content', cef: 'request' }),
  keyword('destination.tabs[].urlError', '2022-06', published(94), 'reason the address is missing', { repeats: true }),
  keyword('destination.identifiers[].key', '2024-09', untermed, 'kind of device identifier', { repeats: true }),
  keyword('destination.identifiers[].value', '2024-09', untermed, 'device identifier', { repeats: true }),
] as const
