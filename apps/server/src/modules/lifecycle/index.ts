import { type Deprecations, readDeprecations } from '@spillway/contract'
import { type BoundRoute, bindRoutes, bindWebApp, type Caller, type Route, route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Metrics } from '../../platform/metrics.ts'
import { createUsage, type Usage } from './usage.ts'

interface Dependencies {
  readonly clock: Clock
  readonly metrics: Pick<Metrics, 'deprecatedRequests'>
  /** Every route of the server; asked when a list is read. */
  readonly routes: () => readonly Route[]
}

/** What is deprecated, and who still calls it. Told by the HTTP layer of each such call. */
export const createLifecycleModule = ({ clock, metrics, routes }: Dependencies) => {
  const usage = createUsage(clock)
  return {
    onDeprecatedUse: (bound: BoundRoute, caller: Caller | null): void => {
      const client = caller ? `${caller.kind}:${caller.id}` : 'anonymous'
      usage.record(placeOf(bound), client)
      metrics.deprecatedRequests.inc({ operation: bound.route.operation.id, kind: caller?.kind ?? 'anonymous' })
    },
    routes: [route(readDeprecations, () => ({ deprecations: listDeprecations(routes(), usage, clock()) }))],
  }
}

const listDeprecations = (routes: readonly Route[], usage: Usage, now: Date): Deprecations['deprecations'] =>
  bindRoutes(routes)
    .flatMap(placesUsed(usage))
    .flatMap((bound) => {
      const { lifecycle, path, route, successor } = bound
      if (!lifecycle.deprecated || now < new Date(lifecycle.deprecated)) return []
      return {
        operation: route.operation.id,
        method: route.operation.method,
        path,
        deprecated: lifecycle.deprecated,
        sunset: lifecycle.sunset ?? null,
        successor: successor ? `${successor.method} ${successor.path}` : null,
        uses: usage.of(placeOf(bound)),
      }
    })

/** A place, and the same under the names of web apps where somebody still calls it so. */
const placesUsed =
  (usage: Usage) =>
  (bound: BoundRoute): BoundRoute[] => {
    const underWebApp = bindWebApp(bound)
    return usage.of(placeOf(underWebApp)).length > 0 ? [bound, underWebApp] : [bound]
  }

const placeOf = ({ route, path }: BoundRoute): string => `${route.operation.method} ${path}`
