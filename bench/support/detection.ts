/** What judging a log took. */
export interface Judging {
  readonly rules: number
  readonly events: number
  readonly seconds: number
  /** Processor time of the whole process, the engine in it, in seconds. */
  readonly cpu: number
  /** How often an event met a rule. */
  readonly sightings: number
  readonly alerts: number
}
