import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClientCredentials, createSpillwayClient } from '@spillway/sdk'
import { report, taskOf } from '../support/child.ts'
import type { Latency } from '../support/detection.ts'
import { createPoster } from '../support/http.ts'

export interface LatencyTask {
  readonly url: string
  readonly credentials: ClientCredentials
  /** File of events, a line each, to send by turns. */
  readonly lines: string
  readonly seconds: number
  readonly eventsPerSecond: number
  readonly batch: number
}

const { url, credentials, lines: path, seconds, eventsPerSecond, batch } = taskOf<LatencyTask>()
const lines = readFileSync(path, 'utf8').split('\n')
const probesPerSecond = 10
const lookEvery = 20

const { requester } = createSpillwayClient({ baseUrl: url, credentials })
const poster = await createPoster({ url, credentials })
/** When events of probes were acknowledged, by their actor. */
const acknowledged = new Map<string, number>()
const seen = new Map<string, number>()
let stored = 0
let isOver = false

const probe = (actor: string): string =>
  JSON.stringify({
    '@timestamp': new Date().toISOString(),
    user: { email: actor },
    event: { action: 'removable-media-created', observer: 'Endpoint' },
    file: { name: 'plan.probe', sizeInBytes: 1 },
    destination: { category: 'Device', name: 'Removable Media' },
  })

/** Sends batches at their times, whether those before were answered or not. */
const send = async (): Promise<void> => {
  const begun = performance.now()
  const batches = (seconds * eventsPerSecond) / batch
  const probed = Math.max(1, Math.round(eventsPerSecond / batch / probesPerSecond))
  const under: Promise<void>[] = []
  for (let at = 0; at < batches; at++) {
    await sleep(Math.max(0, begun + (at * batch * 1_000) / eventsPerSecond - performance.now()))
    const rows = Array.from({ length: batch }, (_, row) => lines[(at * batch + row) % lines.length] ?? '')
    const actor = at % probed === 0 ? `probe-${at}@probe.example` : null
    if (actor !== null) rows[0] = probe(actor)
    under.push(deliver(rows.join('\n'), actor))
  }
  await Promise.all(under)
}

const deliver = async (body: string, actor: string | null): Promise<void> => {
  const { head } = await poster.send('/v1/ingest/file-events', Buffer.from(body))
  if (actor !== null) acknowledged.set(actor, performance.now())
  stored += Number(/"stored":(\d+)/.exec(head)?.[1] ?? 0)
}

const newest = {
  groups: [{ filters: [{ term: 'Actor', operator: 'CONTAINS', value: '@probe.example' }], filterClause: 'AND' }],
  ...{ groupClause: 'AND', pgNum: 0, pgSize: 20, srtKey: 'CreatedAt', srtDirection: 'DESC' },
}

const search = {
  ...({ method: 'POST', path: '/v1/alerts/query-alerts', repeatable: true } as const),
  ...{ headers: { 'content-type': 'application/json' }, body: JSON.stringify(newest) },
}

/** Looks at the newest alerts, over and over. */
const look = async (): Promise<void> => {
  while (!isOver) {
    const { alerts } = await requester.json<{ alerts: { actor: string }[] }>(search)
    const now = performance.now()
    for (const { actor } of alerts) if (!seen.has(actor)) seen.set(actor, now)
    await sleep(lookEvery)
  }
}

const looking = look()
const begun = performance.now()
await send()
const taken = (performance.now() - begun) / 1_000
for (let wait = 0; wait < 200 && seen.size < acknowledged.size; wait++) await sleep(50)
isOver = true
await looking
poster.close()
const milliseconds = [...acknowledged].flatMap(([actor, at]) => {
  const visible = seen.get(actor)
  return visible === undefined ? [] : [Math.max(0, visible - at)]
})
report({ stored, seconds: taken, probes: acknowledged.size, milliseconds } satisfies Latency)
