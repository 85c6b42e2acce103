import { percentiles } from '../support/measure.ts'
import { count, type ResultTable } from '../support/report.ts'
import { crowding } from './company.ts'
import type { ClassFinding, Findings } from './findings.ts'

const goals = { recall: 0.95, falseAlerts: 1 } as const

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const reached = (is: boolean): string => (is ? 'reached' : 'MISSED')

interface Shares {
  readonly name: string
  readonly of: readonly ClassFinding[]
  /** Of each company, the part that was found. */
  readonly shares: readonly number[]
}

const sharesOf = (findings: readonly Findings[], kind: 'incidents' | 'lookAlikes'): Shares[] =>
  [
    ...Map.groupBy(
      findings.flatMap((each) => each[kind]),
      (finding) => finding.class,
    ),
  ].map(([name, of]) => ({
    ...{ name, of, shares: of.map(({ found, total }) => found / total) },
  }))

export const recallTable = (findings: readonly Findings[]): ResultTable => {
  const classes = sharesOf(findings, 'incidents')
  const [average, worst] = [
    Math.min(...classes.map(({ shares }) => mean(shares))),
    Math.min(...classes.flatMap(({ shares }) => shares)),
  ]
  return {
    title: `Incidents found by the default rules, ${findings.length} companies`,
    header: ['Class', 'incidents', 'recall, mean', 'worst', 'hours to alert, median', 'p95'],
    rows: classes.map(({ name, of, shares }) => {
      const hours = percentiles(of.flatMap((each) => each.hours))
      return [
        ...[name, count(sum(of.map(({ total }) => total)))],
        ...[mean(shares).toFixed(3), Math.min(...shares).toFixed(3), hours.p50.toFixed(1), hours.p95.toFixed(1)],
      ]
    }),
    notes: [
      `Aim: ${goals.recall} in every class. Mean ${reached(average >= goals.recall)} (${average.toFixed(3)}), worst company ${reached(worst >= goals.recall)} (${worst.toFixed(3)}).`,
    ],
  }
}

const rate = (alerts: number, { thousandPeopleDays }: Findings): number => alerts / thousandPeopleDays

/** As many look-alikes as a company has by default: they are played more often than that. */
const usualFalseAlerts = ({ falseAlerts, falseByLookAlike }: Findings): number =>
  falseAlerts - falseByLookAlike * (1 - 1 / crowding)

export const falseAlertsTable = (findings: readonly Findings[], untold: readonly Findings[]): ResultTable => {
  const rates = findings.map((each) => rate(usualFalseAlerts(each), each))
  const row = (name: string, values: readonly number[]) => [
    ...[name, mean(values).toFixed(2), Math.max(...values).toFixed(2)],
    values.map((value) => value.toFixed(2)).join(' '),
  ]
  const part = (name: string, of: readonly Findings[], take: (each: Findings) => number) =>
    row(
      name,
      of.map((each) => rate(take(each), each)),
    )
  return {
    title: 'Alerts for 1,000 people a day',
    header: ['Alerts', 'mean', 'worst', 'by company'],
    rows: [
      row('false', rates),
      part('… over everyday work', findings, ({ falseAlerts, falseByLookAlike }) => falseAlerts - falseByLookAlike),
      part(
        '… over look-alikes, as many as by default',
        findings,
        ({ falseByLookAlike }) => falseByLookAlike / crowding,
      ),
      part('false, with look-alikes as often as they are played', findings, ({ falseAlerts }) => falseAlerts),
      part('true', findings, ({ trueAlerts }) => trueAlerts),
      row(
        'false, in the five weeks before',
        findings.map(({ falseBefore, thousandPeopleDaysBefore }) => falseBefore / thousandPeopleDaysBefore),
      ),
      part('false, where nothing is told of what is trusted', untold, ({ falseAlerts }) => falseAlerts),
    ],
    notes: [
      `Aim: fewer than ${goals.falseAlerts} false. Mean ${reached(mean(rates) < goals.falseAlerts)}, worst company ${reached(Math.max(...rates) < goals.falseAlerts)}.`,
      `${count(sum(findings.map(({ events }) => events)))} events judged; ${sum(findings.map(({ falseAlerts }) => falseAlerts))} false alerts in ${sum(findings.map(({ thousandPeopleDays }) => thousandPeopleDays)).toFixed(0)},000 days of people.`,
    ],
  }
}

export const rulesTable = (findings: readonly Findings[]): ResultTable => {
  const rules = Map.groupBy(
    findings.flatMap((each) => each.rules),
    ({ rule }) => rule,
  )
  const days = sum(findings.map(({ thousandPeopleDays }) => thousandPeopleDays))
  return {
    title: 'What each rule adds',
    header: ['Rule', 'incidents', 'found by no other', 'false for 1,000 people a day'],
    rows: [...rules].map(([rule, of]) => [
      rule,
      count(sum(of.map(({ found }) => found))),
      count(sum(of.map(({ alone }) => alone))),
      (sum(of.map(({ falseAlerts }) => falseAlerts)) / days).toFixed(3),
    ]),
  }
}

export const lookAlikesTable = (findings: readonly Findings[]): ResultTable => ({
  title: 'Look-alikes that raise an alert',
  header: ['Class', 'stories', 'with an alert, mean', 'worst'],
  rows: sharesOf(findings, 'lookAlikes').map(({ name, of, shares }) => [
    ...[name, count(sum(of.map(({ total }) => total))), mean(shares).toFixed(3), Math.max(...shares).toFixed(3)],
  ]),
  notes: ['Of each story the one it is about is looked at, not those who have part in it.'],
})
