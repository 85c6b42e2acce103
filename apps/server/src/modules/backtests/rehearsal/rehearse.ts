import { backtestLimits } from '@spillway/contract'
import { bucketMilliseconds, countOf, severityOf, type Timing } from '@spillway/detection'
import type { HistoryExtent, HistoryRange } from '@spillway/event-store'
import { type Rehearsal, type RehearsedRule, windowsOf } from '../subject.ts'
import { createLedger, type RaisedAlert } from './ledger.ts'
import type { Callings, Met, Past, Read } from './reading.ts'
import { slicesOf } from './slices.ts'

export interface Progress {
  /** Events in the range; null before they are counted. */
  readonly events: number | null
  readonly eventsDone: number
  readonly candidates: number
  readonly alerts: number
}

export const noProgress: Progress = { events: null, eventsDone: 0, candidates: 0, alerts: 0 }

/** The alerts that each rule would have raised, and the events they were found in. */
export interface Rehearsed {
  readonly extent: HistoryExtent
  readonly raised: ReadonlyMap<RehearsedRule, readonly RaisedAlert[]>
  /** What events call those who were seen, by the key of the actor. */
  readonly callings: ReadonlyMap<string, Callings>
}

interface Dependencies {
  readonly past: Past
  readonly read: Read
  readonly timing: Timing
}

/** A rule that asks for more than anybody could look at. */
export class TooManyAlerts extends Error {
  override readonly name = 'TooManyAlerts'
}

/** Plays the events of a range to rules. Whole windows count: events around the range are read as far as these reach. */
export const rehearse = async (
  { past, read, timing }: Dependencies,
  rehearsal: Rehearsal,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Rehearsed> => {
  const rules = rehearsal.against ? [rehearsal.rule, rehearsal.against] : [rehearsal.rule]
  const books = rules.map((rule) => openBook(rule, rehearsal))
  const range = reachOf(rules, rehearsal)
  const extent = await past.extent({ ...range, timing }, { signal })
  const slices = slicesOf(range, extent.hours)
  const callings = new Map<string, Noted>()
  let progress: Progress = { ...noProgress, events: slices.reduce((sum, { events }) => sum + events, 0) }
  tell(progress)
  for (const slice of slices) {
    for await (const { looked, met } of read({ rules, range: slice, isWhole: false, signal })) {
      for (const { rule, match, attributed } of met) {
        note(callings, attributed)
        books[rules.indexOf(rule)]?.add(attributed.actor, {
          ...countOf(attributed.event, match),
          severity: severityOf(attributed.event.risk.score ?? 0),
        })
      }
      progress = { ...progress, candidates: progress.candidates + looked }
      tell(progress)
    }
    for (const book of books) book.settle(slice.to.getTime())
    const alerts = books.reduce((sum, { raised }) => sum + raised.length, 0)
    progress = { ...progress, eventsDone: progress.eventsDone + slice.events, alerts }
    tell(progress)
  }
  for (const book of books) book.settle(Number.POSITIVE_INFINITY)
  return { extent, callings, raised: new Map(rules.map((rule, index) => [rule, books[index]?.raised ?? []])) }
}

interface Noted {
  readonly emails: Set<string>
  readonly ids: Set<string>
  /** What the latest event called them: most call them the same. */
  email: string | null
  id: string | null
}

/** Remembers what events call somebody: as many as there are people. */
const note = (callings: Map<string, Noted>, { actor, event: { user } }: Met['attributed']): void => {
  const known = callings.get(actor.key)
  if (known && known.email === user.email && known.id === user.id) return
  const noted = known ?? { emails: new Set(), ids: new Set(), email: null, id: null }
  if (!known) callings.set(actor.key, noted)
  noted.emails.add(user.email ?? '')
  noted.ids.add(user.id ?? '')
  noted.email = user.email
  noted.id = user.id
}

/** A ledger with the alerts of the windows that begin in the range. */
const openBook = (rule: RehearsedRule, rehearsal: Rehearsal) => {
  const { add, settle } = createLedger(rule.definition)
  const { first, end } = windowsOf(rule, rehearsal)
  const raised: RaisedAlert[] = []
  return {
    raised,
    add,
    settle: (instant: number): void => {
      for (const alert of settle(instant)) if (alert.start >= first && alert.start < end) raised.push(alert)
      if (raised.length > backtestLimits.alerts) throw new TooManyAlerts()
    },
  }
}

/** From the earliest activity that counts in a window of the range to the end of the last one. */
const reachOf = (rules: readonly RehearsedRule[], rehearsal: Rehearsal): HistoryRange => {
  const reaches = rules.map((rule) => {
    const { first, end, window } = windowsOf(rule, rehearsal)
    return { from: first - window + bucketMilliseconds, to: end }
  })
  return {
    from: new Date(Math.min(...reaches.map(({ from }) => from))),
    to: new Date(Math.max(...reaches.map(({ to }) => to))),
  }
}
