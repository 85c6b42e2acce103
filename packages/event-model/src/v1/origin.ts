import { derived } from './derived.ts'
import { address, enumeration, keyword, stored } from './row.ts'

export const originRows = [
  keyword('deviceUserName', derived.deviceUserName, 'agent user; absent on cloud events', {
    position: 17,
    header: 'Username',
    cef: 'suser',
  }),
  keyword('deviceUid', stored('user.deviceUid'), 'device UID; absent on cloud events', {
    position: 18,
    header: 'Device ID',
    cef: 'deviceExternalId',
  }),
  keyword('userUid', stored('user.id'), 'user UID; absent on cloud events', {
    position: 19,
    header: 'User UID',
    cef: 'suid',
  }),
  keyword('osHostName', derived.osHostName, 'host name of the device', {
    position: 20,
    header: 'Hostname',
    cef: 'shost',
  }),
  keyword('domainName', stored('source.domain'), 'fully qualified name of the device, or its address', {
    position: 21,
    header: 'Fully Qualified Domain Name',
    cef: 'dvchost',
  }),
  address('publicIpAddress', stored('source.ip'), 'public address of the device', {
    position: 22,
    header: 'IP address (public)',
    cef: 'src',
  }),
  address.list('privateIpAddresses', stored('source.privateIp'), 'internal and loopback addresses of the device', {
    position: 23,
    header: 'IP address (private)',
  }),
  keyword('actor', derived.actor, 'cloud account that acted; absent on endpoint events', {
    position: 24,
    header: 'Actor',
    cef: 'suser',
  }),
  keyword.list(
    'directoryId',
    stored('file.directoryId'),
    'every drive and folder above the file at the cloud provider',
    { position: 25, header: 'Directory ID' },
  ),
  enumeration('source', stored('event.observer'), 'data source that reported the activity', {
    position: 26,
    header: 'Source',
    cef: 'sourceServiceName',
  }),
  keyword('url', stored('file.url'), 'file address at the cloud provider', {
    position: 27,
    header: 'URL',
    cef: 'filePath',
  }),
  enumeration('shared', derived.shared, 'TRUE when somebody was given access by name', {
    position: 28,
    header: 'Shared',
  }),
  keyword.required('sharedWith[].cloudUsername', derived.sharedWith, 'account that was given access by name', {
    position: 29,
    term: 'sharedWith',
    header: 'Shared With Users',
    cef: 'duser',
  }),
  enumeration.list('sharingTypeAdded', derived.sharingTypeAdded, 'kinds of sharing this event added', {
    position: 30,
    header: 'File exposure changed to',
  }),
  keyword('cloudDriveId', stored('file.cloudDriveId'), 'drive id at the cloud provider', {
    position: 31,
    header: 'Cloud drive ID',
    cef: 'aid',
  }),
  keyword(
    'detectionSourceAlias',
    stored('event.detectorDisplayName'),
    'label an administrator gave the cloud connection',
    { position: 32, header: 'Detection Source Alias' },
  ),
  keyword('fileId', stored('file.id'), 'file id at the cloud provider', { position: 33, header: 'File Id' }),
  enumeration.list('exposure', derived.exposure, 'ways the file was exposed', {
    position: 34,
    header: 'Exposure Type',
    cef: 'reason',
  }),
] as const
