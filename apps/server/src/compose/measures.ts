import { Counter, Gauge } from 'prom-client'
import type { BehaviorModule } from '../modules/behavior/index.ts'
import type { IngestModule } from '../modules/ingest/index.ts'
import type { Metrics } from '../platform/metrics.ts'

/** What waits in ingest, read when metrics are. */
export const measureIngest = ({ registry }: Pick<Metrics, 'registry'>, ingest: Pick<IngestModule, 'status'>): void => {
  measure(registry, 'spillway_ingest_bytes_in_work', 'Bytes of bodies being stored', () => ingest.status().bytesInWork)
  measure(
    registry,
    'spillway_ingest_waiting_batches',
    'Batches before the writer',
    () => ingest.status().waitingBatches,
  )
  measure(registry, 'spillway_ingest_waiting_bytes', 'Bytes before the writer', () => ingest.status().waitingBytes)
}

/** What is held of behaviour, likewise. */
export const measureBehavior = ({ registry }: Pick<Metrics, 'registry'>, { figures }: BehaviorModule): void => {
  measure(registry, 'spillway_behavior_profiles', 'Profiles of actors in memory', () => figures().profiles)
  measure(registry, 'spillway_behavior_bytes', 'Memory of profiles', () => figures().bytes)
  measure(registry, 'spillway_behavior_unstored', 'Profiles that are not stored yet', () => figures().unstored)
}

/** Counts events that detection judged by their receipt. */
export const countLateEvents = ({ registry }: Pick<Metrics, 'registry'>): ((events: number) => void) => {
  const late = new Counter({
    name: 'spillway_detection_late_events_total',
    help: 'Events whose own time lay too far from their receipt, so that rules judged them by that',
    registers: [registry],
  })
  return (events) => late.inc(events)
}

const measure = (registry: Metrics['registry'], name: string, help: string, read: () => number): void => {
  const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) })
}
