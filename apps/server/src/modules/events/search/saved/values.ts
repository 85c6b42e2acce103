import { v1Values } from '@spillway/event-model'

const { actionExposures, eventTypes, shareExposures, sharingTypes, syncApps } = v1Values

/** v2 term and values that a v1 value stands for. */
export interface Meaning {
  readonly term: string
  readonly values: readonly string[]
}

type Meanings = ReadonlyMap<string, Meaning>

/** Turns `{ v2: v1 }` round: for each v1 value, in lower case, every v2 value that shows as it. */
const inverted = (term: string, map: Readonly<Record<string, string>>): [string, Meaning][] => {
  const v1 = [...new Set(Object.values(map))]
  return v1.map((value) => {
    const values = Object.keys(map).filter((key) => map[key] === value)
    return [value.toLowerCase(), { term, values }]
  })
}

// v1 told public files from shared links; v2 does not.
const isPublic: [string, Meaning] = ['ispublic', { term: 'event.shareType', values: ['Anyone with the link'] }]

// Sharing is an action of its own in v2, so modified means the file alone.
const { 'file-shared': _, ...fileEventTypes } = eventTypes

const syncAppNames = {
  ...syncApps,
  'Box Drive': 'BoxDrive',
  'Google Drive': 'GoogleDrive',
  'Google Backup and Sync': 'GoogleBackupAndSync',
}
const sameSyncApps: [string, Meaning][] = ['Box', 'Dropbox', 'OneDrive'].map((name) => [
  name.toLowerCase(),
  { term: 'destination.name', values: [name] },
])

/** v1 terms whose values have other names in v2. */
export const valueMeanings: Readonly<Record<string, Meanings>> = {
  eventType: new Map(inverted('event.action', fileEventTypes)),
  exposure: new Map([
    ...inverted('event.action', actionExposures),
    ...inverted('event.shareType', shareExposures),
    isPublic,
  ]),
  sharingTypeAdded: new Map([...inverted('event.shareType', sharingTypes), isPublic]),
  syncDestination: new Map([...inverted('destination.name', syncAppNames), ...sameSyncApps]),
}

/** What it means in v2 that such a v1 term has a value. */
export const presenceMeanings: Readonly<Record<string, Meaning | string>> = {
  eventType: 'event.action',
  exposure: { term: 'event.action', values: [...Object.keys(actionExposures), 'file-shared'] },
  sharingTypeAdded: 'event.shareType',
}

/** v1 flags that v2 expresses as a risk indicator. */
export const flagIndicators: Readonly<Record<string, string>> = {
  outsideActiveHours: v1Values.flagIndicators.offHours,
  mimeTypeMismatch: v1Values.flagIndicators.fileMismatch,
  remoteActivity: v1Values.flagIndicators.remote,
}
