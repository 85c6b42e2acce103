/** v1 event type of each v2 action. Any other action is UNSUPPORTED, as v1 has no word for it. */
export const eventTypes: Readonly<Record<string, string>> = {
  'file-created': 'CREATED',
  'file-modified': 'MODIFIED',
  'file-deleted': 'DELETED',
  'file-shared': 'MODIFIED',
  'file-downloaded': 'DOWNLOADED',
  'file-emailed': 'EMAILED',
  'file-printed': 'PRINTED',
  'application-read': 'READ_BY_APP',
  'removable-media-created': 'CREATED',
  'removable-media-modified': 'MODIFIED',
  'removable-media-deleted': 'DELETED',
  'sync-app-created': 'CREATED',
  'sync-app-modified': 'MODIFIED',
  'sync-app-deleted': 'DELETED',
}

/** v1 exposure that an action amounts to. */
export const actionExposures: Readonly<Record<string, string>> = {
  'application-read': 'ApplicationRead',
  'removable-media-created': 'RemovableMedia',
  'removable-media-modified': 'RemovableMedia',
  'removable-media-deleted': 'RemovableMedia',
  'sync-app-created': 'CloudStorage',
  'sync-app-modified': 'CloudStorage',
  'sync-app-deleted': 'CloudStorage',
}

/** v1 exposure of each kind of sharing. */
export const shareExposures: Readonly<Record<string, string>> = {
  'Anyone with the link': 'SharedViaLink',
  'Anyone in your organization': 'SharedToDomain',
  'Shared with specific people': 'OutsideTrustedDomains',
}

/** v1 `sharingTypeAdded` of each kind of sharing; v1 knows none for sharing inside the organization. */
export const sharingTypes: Readonly<Record<string, string>> = {
  'Anyone with the link': 'SharedViaLink',
  'Shared with specific people': 'OutsideTrustedDomains',
}

/** v1 names of sync apps that differ from the v2 destination name by more than their blanks. */
export const syncApps: Readonly<Record<string, string>> = {
  iCloud: 'ICloud',
  'Google Drive for Desktop': 'GoogleDrive',
}

/** Indicators that v1 expresses as flags of their own. */
export const flagIndicators = { offHours: 'Off hours', fileMismatch: 'File mismatch', remote: 'Remote' } as const

/** Indicators of mail to people outside begin with this. */
export const mailIndicatorPrefix = 'Sent from corporate '
