import type { Backtest } from '@spillway/sdk'
import type { CliContext } from '../context.ts'
import { styleFor } from '../output/style.ts'
import { renderTable } from '../output/table.ts'
import { cellText, grouped, printable } from '../output/text.ts'

type Result = NonNullable<Backtest['result']>
type Outcome = Result['outcome']

const peopleShown = 10

/** What a backtest found, for people. */
export const tellBacktest = ({ output, environment }: CliContext, backtest: Backtest): string => {
  const { result } = backtest
  if (!result) return ''
  const style = styleFor(output, environment)
  const facts = factsOf(backtest, result).map(([name, fact]) => `${style.bold(name.padEnd(10))}  ${fact}\n`)
  const people = result.outcome.byPerson
    .slice(0, peopleShown)
    .map((person) => [
      ...[cellText(person.actor), grouped(person.alerts), grouped(person.files)],
      ...[person.firstWindow, person.lastWindow],
    ])
  const table =
    people.length === 0 ? '' : renderTable(['PERSON', 'ALERTS', 'FILES', 'FIRST', 'LAST'], people, output, style)
  return [...facts, table && '\n', table, ...result.samples.map(sampleText)].join('')
}

const factsOf = (backtest: Backtest, result: Result): (readonly [string, string])[] => {
  const { against, difference, outcome } = result
  return [
    ['rule', subjectText(backtest.rule)],
    [
      'range',
      `${backtest.from} to ${backtest.to}, ${grouped(backtest.progress.events ?? 0)} events of ${grouped(result.people)} people`,
    ],
    ['alerts', alertsText(outcome)],
    ['load', loadText(outcome)],
    ...(backtest.against && against
      ? ([
          ['before', `${subjectText(backtest.against)}: ${alertsText(against)}`],
          ['load', loadText(against)],
        ] as const)
      : []),
    ...(difference
      ? ([
          [
            'difference',
            `${grouped(difference.onlyBefore)} only before, ${grouped(difference.onlyAfter)} only after, ${grouped(difference.both)} both`,
          ],
        ] as const)
      : []),
  ]
}

const subjectText = ({ name, version, windowMinutes }: Backtest['rule']): string =>
  `${printable(name)} (${version === null ? 'draft' : `version ${version}`}, windows of ${windowMinutes} minutes)`

const alertsText = ({ alerts, people, load: { shareOfPeople } }: Outcome): string =>
  `${grouped(alerts)} on ${grouped(people)} people${shareOfPeople === null ? '' : `, ${percent(shareOfPeople)} of those with events`}`

const loadText = ({ load: { alertsPerDay, busiestDay, alertsPerDayPerThousandPeople: rate } }: Outcome): string =>
  [
    `${alertsPerDay.toFixed(2)} alerts a day`,
    ...(busiestDay ? [`${grouped(busiestDay.alerts)} on the busiest, ${busiestDay.day}`] : []),
    ...(rate === null ? [] : [`${rate.toFixed(2)} a day for 1,000 people`]),
  ].join('; ')

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

const sampleText = ({ presence, explanation }: Result['samples'][number]): string => {
  const kind = presence === null ? '' : ` (${presence.replace('-', ' ')})`
  const lines = explanation.words.map((words) => `  ${printable(words)}\n`)
  return `\n${explanation.windowStart}  ${printable(explanation.actor)}${kind}\n${lines.join('')}`
}
