import { derived } from './derived.ts'
import { boolean, enumeration, integer64, keyword, path, stored } from './row.ts'

export const transferRows = [
  keyword('removableMediaVendor', stored('destination.removableMedia.vendor'), 'maker of the device', {
    position: 49,
    header: 'Removable Media Vendor',
    cef: 'cs2',
  }),
  keyword('removableMediaName', stored('destination.removableMedia.name'), 'name of the device', {
    position: 50,
    header: 'Removable Media Name',
    cef: 'cs3',
  }),
  keyword(
    'removableMediaSerialNumber',
    stored('destination.removableMedia.serialNumber'),
    'serial number of the device',
    { position: 51, header: 'Removable Media Serial Number', cef: 'cs4' },
  ),
  keyword('removableMediaBusType', stored('destination.removableMedia.busType'), 'bus of the device', {
    position: 53,
    header: 'Removable Media Bus Type',
    cef: 'cs1',
  }),
  keyword('removableMediaMediaName', stored('destination.removableMedia.mediaName'), 'product name of the device', {
    position: 54,
    header: 'Removable Media Media Name',
  }),
  integer64('removableMediaCapacity', stored('destination.removableMedia.capacity'), 'capacity of the device', {
    position: 52,
    header: 'Removable Media Capacity',
    cef: 'cn1',
  }),
  keyword.list('removableMediaVolumeName', stored('destination.removableMedia.volumeName'), 'volume labels', {
    position: 55,
    header: 'Removable Media Volume Name',
  }),
  keyword.list('removableMediaPartitionId', stored('destination.removableMedia.partitionId'), 'volume ids', {
    position: 56,
    header: 'Removable Media Partition Id',
    since: '2020-04',
  }),
  enumeration('syncDestination', derived.syncDestination, 'sync app the file went to', {
    position: 57,
    header: 'Sync Destination',
    cef: 'destinationServiceName',
  }),
  keyword.list('syncDestinationUsername', derived.syncDestinationUsername, 'accounts of the sync app', {
    position: 58,
    header: 'Sync Destination Username',
    since: '2021-06',
  }),
  keyword.list('emailDlpPolicyNames', derived.nothing, 'always null', {
    alwaysNull: true,
    position: 59,
    header: 'Email DLP Policy Names',
    since: '2020-04',
  }),
  keyword('emailSubject', stored('destination.email.subject'), 'subject of the mail', {
    position: 60,
    header: 'Email DLP Subject',
  }),
  keyword('emailSender', stored('source.email.sender'), 'address that transmitted the mail', {
    position: 61,
    header: 'Email DLP Sender',
    cef: 'suser',
  }),
  keyword('emailFrom', stored('source.email.from'), 'address in the From header', {
    position: 62,
    header: 'Email DLP From',
  }),
  keyword.list('emailRecipients', stored('destination.email.recipients'), 'addresses in To, Cc and Bcc', {
    position: 63,
    header: 'Email DLP Recipients',
    cef: 'duser',
  }),
  boolean('outsideActiveHours', derived.outsideActiveHours, 'outside the usual hours of the user', {
    position: 64,
    header: 'Outside Active Hours',
    since: '2020-07',
  }),
  keyword('mimeTypeByBytes', stored('file.mimeTypeByBytes'), 'MIME type found in the bytes', {
    position: 65,
    header: 'Identified Extension MIME Type',
  }),
  keyword('mimeTypeByExtension', stored('file.mimeTypeByExtension'), 'MIME type the extension suggests', {
    position: 66,
    header: 'Current Extension MIME Type',
  }),
  boolean('mimeTypeMismatch', derived.mimeTypeMismatch, 'contents and extension disagree suspiciously', {
    position: 67,
    header: 'Suspicious File Type Mismatch',
    since: '2020-07',
  }),
  keyword('printJobName', stored('destination.printJobName'), 'print job', { position: 68, header: 'Print Job Name' }),
  keyword('printerName', stored('destination.printerName'), 'printer', {
    position: 69,
    header: 'Printer Name',
    since: '2020-07',
  }),
  path('printedFilesBackupPath', stored('destination.printedFilesBackupPath'), 'where the spooled copy lies', {
    position: 70,
    header: 'Printed Files Backup Path',
  }),
  enumeration('remoteActivity', derived.remoteActivity, 'TRUE when the address is not a trusted one', {
    position: 71,
    header: 'Remote Activity',
    since: '2020-07',
  }),
  boolean('trusted', stored('risk.trusted'), 'the activity is trusted', {
    position: 72,
    header: 'Trusted',
    since: '2020-07',
  }),
  enumeration('trustReason', stored('risk.trustReason'), 'why the activity is trusted', { position: 73 }),
  keyword('operatingSystemUser', derived.nobody, 'user of the operating-system session; no longer recorded', {
    position: 74,
    header: 'Logged in Operating System User',
    since: '2020-07',
  }),
] as const
