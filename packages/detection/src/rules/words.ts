import type { FileVolumeFilter } from './model.ts'
import type { Volume } from './window.ts'

type Met = readonly { readonly value: string; readonly files: number }[]
type Threshold = Pick<FileVolumeFilter, 'countGreaterThan' | 'sizeGreaterThanInBytes' | 'operator'>

const subjects: Readonly<Record<string, string>> = {
  'vectors.cloudSharing': 'Files were shared from the cloud',
  'vectors.download': 'Files were downloaded to a device that is not watched',
  'vectors.email': 'Files were sent by mail',
  'vectors.fileUpload': 'Files were uploaded',
  'vectors.print': 'Files were printed',
  'vectors.removableMedia': 'Files were written to removable media',
  'filters.fileCategory': 'The category of the files',
  'filters.fileName': 'The names of the files',
  'filters.fileTypeMismatch': 'Content and name do not fit',
  'filters.riskIndicator': 'The files carry a risk indicator',
  'filters.riskIndicatorExcludes': 'The files carry no excluded risk indicator',
  'filters.riskSeverity': 'The severity of the events',
  'filters.username': 'The person',
  'filters.watchlist': 'The person was on a watchlist',
}
const changes: Readonly<Record<string, string>> = {
  'filters.fileCategory': 'the files been of another category than',
  'filters.fileName': 'the files had other names than',
  'filters.fileTypeMismatch': 'content and name fitted, unlike',
  'filters.riskIndicator': 'the events not carried',
  'filters.riskSeverity': 'the events had another severity than',
  'filters.username': 'somebody else acted than',
  'filters.watchlist': 'the person not been on',
}

/** One condition and the values that met it, as a sentence. */
export const condition = (criterion: string, met: Met): string => `${subjects[criterion] ?? criterion}: ${list(met)}.`

/** The change of one condition that would have kept the rule silent, as a sentence. */
export const hadNot = (criterion: string, met: Met): string => {
  if (criterion === 'filters.riskIndicatorExcludes')
    return 'Had the events carried an excluded risk indicator, the rule would have been silent.'
  const change = changes[criterion] ?? 'the files not left by'
  return `Had ${change} ${list(met)}, the rule would have been silent.`
}

/** How much it was, as a sentence. */
export const volume = (peak: Volume, windowMinutes: number, threshold: Threshold): string =>
  `Within ${span(windowMinutes)} it was up to ${count(peak.fileCount)} and ${peak.totalFileSize} bytes; ` +
  `the rule fires at ${limits(threshold)}.`

/** That events were judged by when they arrived, as a sentence. */
export const notBelieved = (toldDays: Met): string =>
  `${count(toldDays.reduce((sum, { files }) => sum + files, 0))} came with times too far from their arrival and ` +
  `counted by that instead; their own days: ${toldDays.map(({ value }) => value).join(', ')}.`

/** The volume that would have been too little, as a sentence. */
export const hadBeenLess = (threshold: Threshold, windowMinutes: number): string =>
  `Had no ${span(windowMinutes)} held ${limits(threshold)}, the rule would have been silent.`

const minutesOfDay = 1_440

const span = (minutes: number): string =>
  minutes % minutesOfDay === 0 && minutes > minutesOfDay ? `${minutes / minutesOfDay} days` : `${minutes} minutes`

const limits = ({ countGreaterThan, sizeGreaterThanInBytes, operator }: Threshold): string => {
  if (countGreaterThan === 0 && sizeGreaterThanInBytes === null) return 'any file'
  const parts = [
    ...(countGreaterThan === null ? [] : [`more than ${count(countGreaterThan)}`]),
    ...(sizeGreaterThanInBytes === null ? [] : [`more than ${sizeGreaterThanInBytes} bytes`]),
  ]
  return parts.join(operator === 'OR' ? ' or ' : ' and ') || 'any file'
}

const count = (files: number): string => `${files} ${files === 1 ? 'file' : 'files'}`

const list = (met: Met): string => met.map(({ value, files }) => `${value} (${count(files)})`).join(', ')
