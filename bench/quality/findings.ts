import type { GroundTruth } from '@spillway/simulator'
import type { RaisedAlert } from './alerts.ts'
import { calendar, type QualityCompany, startOf } from './company.ts'

/** How many incidents of a class there were, and how many an alert covered an event of. */
export interface ClassFinding {
  readonly class: string
  readonly total: number
  readonly found: number
  /** Hours from an incident's first event to the first alert that covers one, of those found. */
  readonly hours: readonly number[]
}

export interface RuleFinding {
  readonly rule: string
  /** Incidents that it found, and those that no other did. */
  readonly found: number
  readonly alone: number
  /** False alerts among the drawn people. */
  readonly falseAlerts: number
}

/** What a company's alerts were worth. Plain data, so that it can go to another process. */
export interface Findings {
  readonly seed: string
  readonly events: number
  readonly incidents: readonly ClassFinding[]
  readonly lookAlikes: readonly ClassFinding[]
  readonly rules: readonly RuleFinding[]
  /** People times days, in thousands. */
  readonly thousandPeopleDays: number
  /** False alerts among the drawn people, and those of them that cover a look-alike. */
  readonly falseAlerts: number
  readonly falseByLookAlike: number
  /** The same in the weeks before, while profiles are learned. */
  readonly thousandPeopleDaysBefore: number
  readonly falseBefore: number
  /** True alerts among the drawn people: more than anywhere, for incidents are. */
  readonly trueAlerts: number
}

const hour = 3_600_000

/**
 * Holds alerts against the truth. An incident is found by an alert that covers at least one of its events; an alert is false
 * that covers no event of any incident.
 */
export const findingsOf = (
  { simulation, stories, counted, drawn }: QualityCompany,
  alerts: readonly RaisedAlert[],
): Omit<Findings, 'seed' | 'events'> => {
  const storyOf = new Map(stories.flatMap((story) => story.eventIds.map((id) => [id, story] as const)))
  const judged = alerts.map((alert) => {
    const covered = new Set([...alert.eventIds].flatMap((id) => storyOf.get(id) ?? []))
    return { alert, covered, isTrue: [...covered].some(({ benign }) => !benign) }
  })
  const finders = findersOf(judged)
  const drawnIds = new Set(
    simulation.organization.people.filter(({ email }) => drawn.has(email)).map(({ userId }) => userId),
  )
  const ofDrawn = judged.filter(({ alert }) => drawnIds.has(alert.actorId))
  const isBefore = ({ alert }: JudgedAlert) => alert.raisedAt < startOf(calendar.learning).getTime()
  const before = ofDrawn.filter(isBefore)
  const measured = ofDrawn.filter((each) => !isBefore(each))
  const wrong = measured.filter(({ isTrue }) => !isTrue)
  const incidents = counted.filter(({ benign }) => !benign)
  return {
    incidents: byClass(incidents, finders),
    lookAlikes: byClass(
      counted.filter(({ benign }) => benign),
      finders,
    ),
    rules: byRule(incidents, finders, judged, wrong),
    thousandPeopleDays: (drawn.size * (calendar.end - calendar.learning)) / 1_000,
    thousandPeopleDaysBefore: (drawn.size * calendar.learning) / 1_000,
    falseBefore: before.filter(({ isTrue }) => !isTrue).length,
    falseAlerts: wrong.length,
    falseByLookAlike: wrong.filter(({ covered }) => covered.size > 0).length,
    trueAlerts: measured.length - wrong.length,
  }
}

interface JudgedAlert {
  readonly alert: RaisedAlert
  readonly covered: ReadonlySet<GroundTruth>
  readonly isTrue: boolean
}
type Finders = ReadonlyMap<string, readonly RaisedAlert[]>

/** By story, the alerts that cover some of it. */
const findersOf = (judged: readonly JudgedAlert[]): Finders => {
  const finders = new Map<string, RaisedAlert[]>()
  for (const { alert, covered } of judged)
    for (const { id } of covered) finders.set(id, [...(finders.get(id) ?? []), alert])
  return finders
}

const byClass = (stories: readonly GroundTruth[], finders: Finders): ClassFinding[] =>
  [...Map.groupBy(stories, (story) => story.class)]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, of]) => {
      const found = of.filter(({ id }) => finders.has(id))
      return {
        class: name,
        total: of.length,
        found: found.length,
        hours: found.map((story) => latency(story, finders)),
      }
    })

const latency = ({ id, from }: GroundTruth, finders: Finders): number => {
  const first = Math.min(...(finders.get(id) ?? []).map(({ raisedAt }) => raisedAt))
  return Math.max(0, (first - Date.parse(from)) / hour)
}

const byRule = (
  incidents: readonly GroundTruth[],
  finders: Finders,
  judged: readonly JudgedAlert[],
  wrong: readonly JudgedAlert[],
): RuleFinding[] => {
  const foundBy = incidents.map(({ id }) => new Set((finders.get(id) ?? []).map(({ rule }) => rule)))
  return [...new Set(judged.map(({ alert }) => alert.rule))].sort().map((rule) => ({
    rule,
    found: foundBy.filter((rules) => rules.has(rule)).length,
    alone: foundBy.filter((rules) => rules.has(rule) && rules.size === 1).length,
    falseAlerts: wrong.filter(({ alert }) => alert.rule === rule).length,
  }))
}
