import type { JudgedEvent } from './judged.ts'

/** How far the time that an event tells may lie from its receipt, in milliseconds, and still be believed. */
export interface Timing {
  readonly late: number
  readonly ahead: number
}

const hour = 60 * 60_000

/** By the hours that an event may be late. Nothing has a reason to come from the future but a clock that is wrong by a zone. */
export const timingOf = (lateHours: number): Timing => ({ late: lateHours * hour, ahead: 24 * hour })

/** Believes whatever events tell. */
export const anyTime: Timing = { late: Number.MAX_SAFE_INTEGER, ahead: Number.MAX_SAFE_INTEGER }

/** Where an event was not believed: what it told, in milliseconds since 1970. */
export interface Told {
  readonly toldAt?: number
}

/**
 * The instant by which an event is judged: the time it tells, or, where that lies too far from its receipt, the receipt.
 * It is made of the event and the bound alone, so that whoever judges it, and when, judges it by the same.
 * Milliseconds since 1970.
 */
export const judgedAt = ({ '@timestamp': told, event: { ingested } }: TimedEvent, { late, ahead }: Timing): number => {
  const [own, received] = [Date.parse(told ?? ''), Date.parse(ingested ?? '')]
  if (Number.isNaN(own)) return Number.isNaN(received) ? 0 : received
  return own < received - late || own > received + ahead ? received : own
}

type TimedEvent = Pick<JudgedEvent, '@timestamp'> & { readonly event: Pick<JudgedEvent['event'], 'ingested'> }

/** The event with the time by which it is judged; one that was not believed bears what it told beside that. */
export const asJudged = <Event extends TimedEvent>(event: Event, timing: Timing): Event & Told => {
  const own = Date.parse(event['@timestamp'] ?? '')
  const at = judgedAt(event, timing)
  if (own === at || Number.isNaN(own)) return event
  return { ...event, '@timestamp': new Date(at).toISOString(), toldAt: own }
}
