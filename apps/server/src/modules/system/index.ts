import {
  buildOpenApi,
  type Operation,
  ping,
  type Readiness,
  readDiagnostic,
  readHealth,
  readMetrics,
  readOpenApi,
  readReadiness,
} from '@spillway/contract'
import { envelope, json, openRoute, type Route, route, text } from '../../http/index.ts'
import type { Metrics } from '../../platform/metrics.ts'
import { createProbe } from './probe.ts'

interface Dependencies {
  readonly version: string
  readonly metrics: Pick<Metrics, 'registry'>
  /** Operations that this server carries out; asked when the document is read. */
  readonly operations: () => readonly Operation[]
  readonly clock: () => Date
  readonly pingControlStore: () => Promise<unknown>
  readonly pingEventStore: () => Promise<unknown>
}

/** Health, readiness, metrics and the API's own description. */
export const createSystemModule = (dependencies: Dependencies): { readonly routes: readonly Route[] } => {
  const { version, metrics, operations } = dependencies
  const readiness = createReadiness(dependencies)
  return {
    routes: [
      openRoute(readHealth, () => ({ status: 'ok' as const, version })),
      openRoute(readReadiness, async () => {
        const state = await readiness()
        return json(state, state.status === 'ready' ? {} : { status: 503, headers: { 'retry-after': '1' } })
      }),
      openRoute(readMetrics, async () => text(await metrics.registry.metrics(), metrics.registry.contentType)),
      ...consoleRoutes(dependencies),
      openRoute(readOpenApi, ({ request: { apiDate } }) =>
        buildOpenApi(operations(), { version, ...(apiDate && { at: apiDate }) }),
      ),
    ],
  }
}

/** What the console asks of the server itself. */
const consoleRoutes = ({ clock, pingControlStore }: Dependencies): Route[] => [
  openRoute(ping, () => envelope.v1({}, clock(), { success: true as const })),
  route(readDiagnostic, async ({ query }) => {
    const dbOk = (await createProbe(pingControlStore)()) === 'up'
    return envelope.v1(query, clock(), {
      diagnosticTimestamp: clock().toISOString(),
      dbOk,
      volumes: [],
      systemAlerts: [],
    })
  }),
]

const createReadiness = ({ pingControlStore, pingEventStore }: Dependencies) => {
  const [control, event] = [createProbe(pingControlStore), createProbe(pingEventStore)]
  return async (): Promise<Readiness> => {
    const [controlStore, eventStore] = await Promise.all([control(), event()])
    const isReady = controlStore === 'up' && eventStore === 'up'
    return { status: isReady ? 'ready' : 'degraded', controlStore, eventStore }
  }
}
