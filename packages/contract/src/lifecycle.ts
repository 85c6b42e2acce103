/** Calendar date, `YYYY-MM-DD`, read as midnight UTC. */
export type CalendarDate = `${number}-${number}-${number}`

/** Where a fact about the API comes from; `inferred` marks what Spillway had to decide itself. */
export type Source = 'published' | 'client' | 'inferred' | 'own'

/** Public history of one operation, path shape or authentication scheme. */
export interface Lifecycle {
  readonly added: CalendarDate
  readonly deprecated?: CalendarDate
  /** End of support: one year after the announcement unless the vendor gave another day. */
  readonly sunset?: CalendarDate
  /** Id of the operation to use instead. */
  readonly replacedBy?: string
}

export type LifecycleState = 'unborn' | 'current' | 'deprecated' | 'sunset'

/** State of a lifecycle on a given instant. */
export const lifecycleState = (lifecycle: Lifecycle, at: Date): LifecycleState => {
  if (at < startOf(lifecycle.added)) return 'unborn'
  if (lifecycle.sunset && at >= startOf(lifecycle.sunset)) return 'sunset'
  return lifecycle.deprecated && at >= startOf(lifecycle.deprecated) ? 'deprecated' : 'current'
}

/**
 * Headers that announce a deprecation: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and the successor `Link`.
 * Empty while the operation is current.
 */
export const lifecycleHeaders = (lifecycle: Lifecycle, at: Date, successorPath?: string): Record<string, string> => {
  const { deprecated, sunset } = lifecycle
  if (!deprecated || at < startOf(deprecated)) return {}
  return {
    deprecation: `@${startOf(deprecated).getTime() / 1000}`,
    ...(sunset && { sunset: startOf(sunset).toUTCString() }),
    ...(successorPath && { link: `<${successorPath}>; rel="successor-version"` }),
  }
}

/** Midnight UTC of a calendar date. */
export const startOf = (date: CalendarDate): Date => new Date(`${date}T00:00:00.000Z`)
