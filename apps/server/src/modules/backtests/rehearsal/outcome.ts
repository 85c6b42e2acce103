import { type Backtest, backtestLimits } from '@spillway/contract'
import type { RaisedAlert } from './ledger.ts'

export type Outcome = NonNullable<Backtest['result']>['outcome']

interface Range {
  readonly from: number
  readonly to: number
  /** People with events in it. */
  readonly people: number
}

const dayMilliseconds = 86_400_000
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
const keyOf = ({ actor }: RaisedAlert): string => actor.key

/** Alerts by day and by person, and what they would have meant for those who look at them. */
export const outcomeOf = (raised: readonly RaisedAlert[], { from, to, people }: Range): Outcome => {
  const byDay = [...Map.groupBy(raised, ({ start }) => dayOf(start))]
    .map(([day, alerts]) => ({ day, alerts: alerts.length, people: new Set(alerts.map(keyOf)).size }))
    .toSorted((left, right) => (left.day < right.day ? -1 : 1))
  const persons = [...Map.groupBy(raised, keyOf).values()]
  const alertsPerDay = raised.length / ((to - from) / dayMilliseconds)
  const busiest = byDay.reduce<Outcome['byDay'][number] | null>(
    (most, each) => (most && most.alerts >= each.alerts ? most : each),
    null,
  )
  return {
    alerts: raised.length,
    people: persons.length,
    files: raised.reduce((sum, { fileCount }) => sum + fileCount, 0),
    byDay,
    byPerson: persons.map(personOf).toSorted(byAlerts).slice(0, backtestLimits.peopleListed),
    load: {
      alertsPerDay: rounded(alertsPerDay),
      busiestDay: busiest && { day: busiest.day, alerts: busiest.alerts },
      alertsPerDayPerThousandPeople: people === 0 ? null : rounded((alertsPerDay / people) * 1_000),
      shareOfPeople: people === 0 ? null : rounded(persons.length / people),
    },
  }
}

type Person = Outcome['byPerson'][number]

const personOf = (alerts: readonly RaisedAlert[]): Person => {
  const starts = alerts.map(({ start }) => start).sort((left, right) => left - right)
  return {
    actor: alerts[0]?.actor.name ?? '',
    actorId: alerts[0]?.actor.id ?? null,
    alerts: alerts.length,
    files: alerts.reduce((sum, { fileCount }) => sum + fileCount, 0),
    firstWindow: new Date(starts[0] ?? 0).toISOString(),
    lastWindow: new Date(starts.at(-1) ?? 0).toISOString(),
  }
}

const byAlerts = (left: Person, right: Person): number =>
  right.alerts - left.alerts || (left.actor < right.actor ? -1 : 1)

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000
