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

/** How soon alerts could be read. */
export interface Latency {
  readonly stored: number
  readonly seconds: number
  readonly probes: number
  /** From the acknowledgement of an event until its alert was found by a search, of each probe that was found. */
  readonly milliseconds: readonly number[]
}
