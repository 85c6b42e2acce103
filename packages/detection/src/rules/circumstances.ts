/** Who acted, as of the event's own time. */
export interface RuleContext {
  /** Every name the actor is known by, in lower case. */
  readonly names: readonly string[]
  /** Ids of the watchlists the actor was on. */
  readonly watchlists: readonly string[]
}

/** One condition of a rule that an event met. */
export interface MetCondition {
  /** Place in the rule, such as `vectors.removableMedia` or `filters.fileCategory`. */
  readonly criterion: string
  /** The event's value that met it, readable. */
  readonly value: string
}
