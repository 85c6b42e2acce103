import {
  type ActivityCount,
  alertWindows,
  bucketMilliseconds,
  type RuleDefinition,
  type Severity,
  windowMilliseconds,
  windowStart,
} from '@spillway/detection'
import { type AlertActor, worstOf } from '../../alerts/index.ts'

/** Matching activity with the worst of what it was. */
export interface CountedActivity extends ActivityCount {
  readonly severity: Severity
}

/** An alert that a rule would have raised. */
export interface RaisedAlert {
  readonly actor: AlertActor
  /** Start of its window, milliseconds since 1970. */
  readonly start: number
  readonly fileCount: number
  readonly totalFileSize: number
  readonly severity: Severity
}

interface Page {
  readonly actor: AlertActor
  readonly buckets: Map<number, CountedActivity>
}

/** What activity of actors adds up to under one rule. It holds no event, and no activity that is settled. */
export const createLedger = (rule: RuleDefinition) => {
  const pages = new Map<string, Page>()
  let settled = Number.NEGATIVE_INFINITY

  const settlePage = (key: string, { actor, buckets }: Page, until: number): readonly RaisedAlert[] => {
    const windows = alertWindows(rule, [...buckets.values()]).filter(({ start }) => start >= settled && start < until)
    // Volume that began before a window counts in it.
    const first = until - windowMilliseconds(rule) + bucketMilliseconds
    for (const [place, { start }] of buckets) if (start < first) buckets.delete(place)
    if (buckets.size === 0) pages.delete(key)
    return windows.map(({ start, buckets: own }) => ({ actor, start, ...totalOf(own) }))
  }

  return {
    add(actor: AlertActor, activity: CountedActivity): void {
      const page = pages.get(actor.key) ?? openPage(pages, actor)
      const place = placeOf(activity)
      const before = page.buckets.get(place)
      page.buckets.set(place, before ? sum(before, activity) : activity)
    },

    /** Alerts of the windows that have ended by an instant, in order of time; everything before it must have been added. */
    settle(instant: number): readonly RaisedAlert[] {
      const until = instant === Number.POSITIVE_INFINITY ? instant : windowStart(rule, instant)
      if (until === settled) return []
      const raised = [...pages].flatMap(([key, page]) => settlePage(key, page, until))
      settled = until
      return raised.sort((left, right) => left.start - right.start || (left.actor.key < right.actor.key ? -1 : 1))
    },
  }
}

const openPage = (pages: Map<string, Page>, actor: AlertActor): Page => {
  const page: Page = { actor, buckets: new Map() }
  pages.set(actor.key, page)
  return page
}

/** A number for both kinds of activity of each five minutes: buckets begin at even milliseconds. */
const placeOf = ({ start, kind }: CountedActivity): number => (kind === 'cloud' ? start + 1 : start)

const sum = (left: CountedActivity, right: CountedActivity): CountedActivity => ({
  kind: left.kind,
  start: left.start,
  fileCount: left.fileCount + right.fileCount,
  totalFileSize: left.totalFileSize + right.totalFileSize,
  severity: worstOf([left.severity, right.severity]),
})

const totalOf = (buckets: readonly CountedActivity[]) => ({
  fileCount: buckets.reduce((total, { fileCount }) => total + fileCount, 0),
  totalFileSize: buckets.reduce((total, { totalFileSize }) => total + totalFileSize, 0),
  severity: worstOf(buckets.map(({ severity }) => severity)),
})
