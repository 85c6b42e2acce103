import {
  type AlternatePath,
  type CalendarDate,
  type Lifecycle,
  type Operation,
  webAppLifecycle,
} from '@spillway/contract'
import type { BoundRoute } from './bound-route.ts'
import type { Route } from './route.ts'

/** `/v2/things/{id}` → `/v2/things/:id`. */
export const fastifyPath = (path: string): string => path.replaceAll(/\{([^}]+)\}/g, ':$1')

/** The path without parameter names and letter case: two paths of one shape are one place in the router. */
export const pathShape = (path: string): string => path.replaceAll(/\{[^}]+\}/g, '{}').toLowerCase()

/** Every path of every route with its own lifecycle and successor. */
export const bindRoutes = (routes: readonly Route[]): BoundRoute[] => {
  const operations = new Map(routes.map(({ operation }) => [operation.id, operation]))
  return routes.flatMap((route) => [
    bindMain(route, operations),
    ...(route.operation.alternatePaths ?? []).map((alternate) => bindAlternate(route, alternate, operations)),
  ])
}

const bindMain = (route: Route, operations: ReadonlyMap<string, Operation>): BoundRoute => {
  const { path, lifecycle } = route.operation
  const successor = lifecycle.replacedBy ? operations.get(lifecycle.replacedBy) : undefined
  return { route, path, lifecycle, ...(successor && { successor: { method: successor.method, path: successor.path } }) }
}

const bindAlternate = (
  route: Route,
  alternate: AlternatePath,
  operations: ReadonlyMap<string, Operation>,
): BoundRoute => {
  const main = bindMain(route, operations)
  const lifecycle = narrower(alternate.lifecycle, main.lifecycle)
  // A path given up leads to the operation's own path, unless the way on is another operation.
  const next = operations.get(alternate.lifecycle.replacedBy ?? main.lifecycle.replacedBy ?? route.operation.id)
  const successor = next && { method: next.method, path: next.path }
  return { route, path: alternate.path, lifecycle, ...(successor && { successor }) }
}

/** The same place under the name of a web app. */
export const bindWebApp = ({ route, path, lifecycle, successor }: BoundRoute): BoundRoute => ({
  route,
  path: `/{webapp}${path}`,
  lifecycle: narrower(webAppLifecycle, lifecycle),
  successor: successor ?? { method: route.operation.method, path: route.operation.path },
})

/** A path lives only as long as both it and its operation do. */
const narrower = (path: Lifecycle, operation: Lifecycle): Lifecycle => {
  const deprecated = earlier(path.deprecated, operation.deprecated)
  const sunset = earlier(path.sunset, operation.sunset)
  return {
    added: later(path.added, operation.added),
    ...(deprecated && { deprecated }),
    ...(sunset && { sunset }),
  }
}

const earlier = (left?: CalendarDate, right?: CalendarDate): CalendarDate | undefined =>
  left && right ? (left < right ? left : right) : (left ?? right)

const later = (left: CalendarDate, right: CalendarDate): CalendarDate => (earlier(left, right) === left ? right : left)
