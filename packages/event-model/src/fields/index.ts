import { acquiredFromRows } from './acquired-from.ts'
import { destinationRows } from './destination.ts'
import { eventRows } from './event.ts'
import { fileRows } from './file.ts'
import { gitRows } from './git.ts'
import { pasteRows } from './paste.ts'
import { processRows } from './process.ts'
import { relatedEventsRows } from './related-events.ts'
import { reportRows } from './report.ts'
import { responseControlsRows } from './response-controls.ts'
import { riskRows } from './risk.ts'
import { sourceRows } from './source.ts'
import { userRows } from './user.ts'

/** Every leaf of a v2 file event, in the order of its keys in a response. */
export const rows = [
  ...eventRows,
  ...relatedEventsRows,
  ...userRows,
  ...fileRows,
  ...acquiredFromRows,
  ...reportRows,
  ...sourceRows,
  ...destinationRows,
  ...processRows,
  ...riskRows,
  ...gitRows,
  ...responseControlsRows,
  ...pasteRows,
] as const
