import { address, enumeration, integer64, keyword, published, untermed } from './row.ts'

export const sourceRows = [
  enumeration('source.category', '2022-06', published(45), 'kind of place the file came from', {
    cef: 'sourceServiceName',
  }),
  keyword('source.name', '2022-06', published(46), 'service or host the file came from', {
    repeats: true,
    cef: 'shost',
  }),
  keyword('source.domain', '2022-06', published(48), 'fully qualified name of the device, or its address', {
    repeats: true,
    cef: 'dvchost',
  }),
  keyword.list('source.domains', '2022-07', published(69), 'hosts taken from the source tabs', { repeats: true }),
  address('source.ip', '2022-06', published(49), 'public address of the device', {
    repeats: true,
    privacy: 'personal',
    cef: 'src',
  }),
  address.list('source.privateIp', '2022-06', published(50), 'internal and loopback addresses of the device', {
    repeats: true,
    privacy: 'personal',
  }),
  keyword('source.operatingSystem', '2022-06', published(51), 'operating system of the device', { repeats: true }),
  keyword('source.remoteHostname', '2024-09', published(54), 'far host of a file-transfer tool', { repeats: true }),
  keyword('source.accountName', '2023-04', published(67), 'sync-app account', {
    repeats: true,
    privacy: 'personal',
    cef: 'sourceServiceName',
  }),
  enumeration('source.accountType', '2023-04', published(68), 'business or personal sync-app account'),
  keyword.list('source.user.email', '2023-04', published(47), 'addresses of the sync-app account', {
    repeats: true,
    privacy: 'personal',
    cef: 'duser',
  }),
  keyword('source.email.sender', '2022-06', published(52), 'address that transmitted the mail', {
    repeats: true,
    privacy: 'personal',
    cef: 'suser',
  }),
  keyword('source.email.from', '2022-06', published(53), 'address in the From header', {
    repeats: true,
    privacy: 'personal',
    cef: 'suser',
  }),
  keyword('source.removableMedia.vendor', '2022-06', published(55), 'maker of the device', {
    repeats: true,
    cef: 'cs2',
  }),
  keyword('source.removableMedia.name', '2022-06', published(60), 'name of the device', { repeats: true, cef: 'cs3' }),
  keyword('source.removableMedia.serialNumber', '2022-06', published(57), 'serial number of the device', {
    repeats: true,
    cef: 'cs4',
  }),
  integer64('source.removableMedia.capacity', '2022-06', published(58), 'capacity of the device', { cef: 'cn1' }),
  keyword('source.removableMedia.busType', '2022-06', published(59), 'bus of the device', {
    repeats: true,
    cef: 'cs1',
  }),
  keyword('source.removableMedia.mediaName', '2022-06', published(56), 'product name of the device', {
    repeats: true,
    cef: 'cs3',
  }),
  keyword.list('source.removableMedia.volumeName', '2022-06', published(61), 'volume labels', { repeats: true }),
  keyword.list('source.removableMedia.partitionId', '2022-06', published(62), 'volume ids', { repeats: true }),
  keyword('source.tabs[].title', '2022-06', published(63), 'window or tab title', {
    privacy: 'content',
    cef: 'requestClientApplication',
  }),
  keyword('source.tabs[].titleError', '2022-06', published(64), 'reason the title is missing', { repeats: true }),
  keyword('source.tabs[].url', '2022-06', published(65), 'tab address', { privacy: 'content', cef: 'request' }),
  keyword('source.tabs[].urlError', '2022-06', published(66), 'reason the address is missing', { repeats: true }),
  keyword('source.identifiers[].key', '2024-09', untermed, 'kind of device identifier', { repeats: true }),
  keyword('source.identifiers[].value', '2024-09', untermed, 'device identifier', { repeats: true }),
] as const
