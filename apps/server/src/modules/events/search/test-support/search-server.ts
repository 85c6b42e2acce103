import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allPermissions, type Permission } from '@spillway/contract'
import { openControlStore } from '@spillway/control-store'
import { addTenant } from '@spillway/control-store/testing'
import { type FileEventInput, parseFileEvent, toEventRow } from '@spillway/event-model'
import { createEventStore, openEmbeddedDriver } from '@spillway/event-store'
import { createApplication } from '../../../../http/application.ts'
import type { Caller } from '../../../../http/index.ts'
import { SpillwayError } from '../../../../platform/errors.ts'
import { createLogger } from '../../../../platform/logging.ts'
import { createMetrics } from '../../../../platform/metrics.ts'
import type { AuditEntry } from '../../../audit/index.ts'
import { createSearchModule } from '../index.ts'

const tenantId = '11111111-1111-4111-8111-111111111111'
export const now = new Date('2024-06-01T12:00:00.000Z')
const clock = () => now

const caller = (permissions: readonly Permission[]): Caller => ({
  ...{ kind: 'user', id: '1001', name: 'analyst@example.com', tenantId },
  ...{ permissions: new Set(permissions), ip: '192.0.2.1', userAgent: 'test' },
})

const callers: Readonly<Record<string, Caller>> = {
  all: caller(allPermissions),
  reader: caller(['file-events.read']),
  nobody: caller([]),
}

const authenticate = (token: string): Caller => {
  const known = callers[token]
  if (!known) throw new SpillwayError('UNAUTHENTICATED')
  return known
}

const httpLimits = {
  ...{ requestsPerMinute: 0, requestTimeout: 60_000, headersTimeout: 5_000 },
  ...{ idleTimeout: 0, maximumConnections: 50, closeGrace: 500 },
}

/** Events as an ingest would store them; ids, times and risk have defaults. */
const rowsOf = (inputs: readonly FileEventInput[], from: number): string =>
  inputs
    .map((input, index) => {
      const id = input.event?.id ?? `e${String(from + index).padStart(6, '0')}`
      const times = { ingested: '2024-06-01T00:00:00Z', inserted: '2024-06-01T00:00:00Z' }
      const parsed = parseFileEvent({ '@timestamp': times.ingested, ...input, event: { ...times, ...input.event, id } })
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
      return JSON.stringify(toEventRow(parsed.event, { node: 1, seq: from + index, batch: 'b', tenantId }))
    })
    .join('\n')

/** The search module over HTTP on real stores; the clock stands still, audit records are kept in `audited`. */
export const startSearchServer = async (limits: 'vendor' | 'open' = 'vendor') => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-search-'))
  const controlStore = await openControlStore({ kind: 'sqlite', path: ':memory:' })
  await controlStore.migrate()
  await addTenant(controlStore, tenantId)
  const eventStore = createEventStore({ driver: openEmbeddedDriver({ path: folder }), retentionDays: 10_000 })
  await eventStore.migrate()
  const audited: AuditEntry[] = []
  let ids = 0
  const { routes } = createSearchModule({
    ...{ eventStore, controlStore, clock, limits },
    audit: { record: (entry) => void audited.push(entry) },
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
  })
  const app = await createApplication({
    ...{ routes, authenticate, limits: httpLimits, trustedProxies: 0, servedOverTls: false },
    authenticateBasic: () => Promise.reject(new SpillwayError('INVALID_CREDENTIALS')),
    lifecycle: { clock, apiDate: null, apiDateHeader: false, enforceSunset: false },
    newRequestId: () => 'request',
    logger: createLogger('silent', clock),
    metrics: createMetrics({ processMetrics: false }),
    onDeprecatedUse: () => undefined,
  })
  let stored = 0

  const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object | string, token = 'all') => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    return app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
  }
  return {
    audited,
    eventStore,
    send,
    get: (url: string, token?: string) => send('GET', url, undefined, token),
    post: (url: string, payload: object | string, token?: string) => send('POST', url, payload, token),
    insert: async (inputs: readonly FileEventInput[]): Promise<void> => {
      const rows = rowsOf(inputs, stored)
      stored += inputs.length
      await eventStore.insert(Buffer.from(rows), inputs.length, `batch ${stored}`)
    },
    close: async (): Promise<void> => {
      await app.close()
      await eventStore.close()
      await controlStore.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type SearchServer = Awaited<ReturnType<typeof startSearchServer>>
