import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Api } from '../support/api.ts'

const batchSize = 40
/** Stretches of an hour that batches lie in by turns. */
const hours = 4
const worker = 'person'

/** By a variable of its own, else as often as other kills, within what a whole run has time for. */
export const detectionKills = Number(
  process.env.SPILLWAY_DETECTION_KILLS ?? Math.min(Number(process.env.SPILLWAY_KILLS ?? 3), 10),
)

const day = new Date().toISOString().slice(0, 10)
const eventOf = (person: string, id: string, hour: number, minute: number) => ({
  '@timestamp': `${day}T0${hour}:${String(minute % 60).padStart(2, '0')}:00.000Z`,
  user: { email: `${person}@example.com` },
  event: { id, action: 'removable-media-created', observer: 'Endpoint' },
  file: { name: `${id}.txt`, sizeInBytes: 1 },
  destination: { category: 'Device', name: 'Removable Media' },
})

const rule = { name: 'Any stick', vectors: { removableMedia: { isEnabled: true } } }
export const watchSticks = ({ post }: Pick<Api, 'post'>): Promise<Response> => post('/v1/spillway/rules', rule)

/** Copies files to sticks without pause, each batch until it is acknowledged, by whatever server stands. */
export interface DetectionLoad {
  /** Lets the batch under way be acknowledged, then ends. Answers how many events there are, and of how many alerts. */
  finish(): Promise<{ readonly events: number; readonly alerts: number }>
}

export const startDetectionLoad = (server: () => Pick<Api, 'post'>, people: number): DetectionLoad => {
  let batches = 0
  let isOver = false
  const run = async (): Promise<void> => {
    while (!isOver) {
      const events = Array.from({ length: batchSize }, (_, row) =>
        eventOf(`${worker}${row % people}`, `0_detect_${batches}_${row}`, batches % hours, row * 7),
      )
      const headers = { 'idempotency-key': randomUUID() }
      while (!(await acknowledged(server(), events, headers))) await sleep(20)
      batches += 1
    }
  }
  const running = run()
  return {
    finish: async () => {
      isOver = true
      await running
      return { events: batches * batchSize, alerts: people * Math.min(batches, hours) }
    },
  }
}

const acknowledged = async (
  { post }: Pick<Api, 'post'>,
  events: readonly object[],
  headers: Record<string, string>,
): Promise<boolean> => {
  const answer = await post('/v1/ingest/file-events', events, headers).catch(() => null)
  const receipt = await answer?.text().catch(() => undefined)
  return receipt !== undefined && answer?.ok === true
}

/** Alerts of those whose work the load is, and the files that they cover. */
export const raised = async ({ post }: Pick<Api, 'post'>): Promise<{ alerts: string[]; files: number }> => {
  const filters = [{ term: 'Name', operator: 'IS', value: rule.name }]
  const search = { groups: [{ filters, filterClause: 'AND' }], groupClause: 'AND', pgNum: 0, pgSize: 500 }
  const answered = await post('/v1/alerts/query-alerts', search)
  const all = ((await answered.json()) as { alerts: { id: string; actor: string }[] }).alerts
  const alerts = all.filter(({ actor }) => actor.startsWith(worker))
  let files = 0
  for (const { id } of alerts) {
    const answer = await post('/api/v2/query-details-aggregate', { alertId: id })
    files += ((await answer.json()) as { alert: { fileCount: number } }).alert.fileCount
  }
  return { alerts: alerts.map(({ id }) => id), files }
}

/** An event of each of so many new people; resolves when every one of them has an alert. Answers the milliseconds. */
export const everybodyRaises = async (api: Pick<Api, 'post' | 'ingest'>, people: number): Promise<number> => {
  const names = Array.from({ length: people }, () => `new-${randomUUID()}`)
  const begun = performance.now()
  await api.ingest(names.map((name, row) => eventOf(name, name, 9, row)))
  for (const name of names) while (!(await hasAlert(api, name))) await sleep(20)
  return performance.now() - begun
}

const hasAlert = async ({ post }: Pick<Api, 'post'>, name: string): Promise<boolean> => {
  const filters = [{ term: 'Actor', operator: 'IS', value: `${name}@example.com` }]
  const search = { groups: [{ filters, filterClause: 'AND' }], groupClause: 'AND', pgNum: 0, pgSize: 1 }
  const answer = await post('/v1/alerts/query-alerts', search)
  return ((await answer.json()) as { alerts: unknown[] }).alerts.length > 0
}
