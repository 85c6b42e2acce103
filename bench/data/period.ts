/** All benchmark data lie in these 90 days, whenever it is run. */
export const period = { from: new Date('2026-05-01T00:00:00Z'), to: new Date('2026-07-30T00:00:00Z') }

/** Long enough that the data never expire. */
export const retentionDays = 7_300

export const people = 5_000

/** One generated slice of the period; slices of a data set never share an event id. */
export interface Slice {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly firstSequence: number
  readonly seed: string
  readonly path: string
  /** `rows`: as the store inserts them. `events`: as a connector sends them. */
  readonly form: 'rows' | 'events'
}
