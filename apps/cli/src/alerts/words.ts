import type { Alert, AlertExplanation, Session } from '@spillway/sdk'
import type { CliContext } from '../context.ts'
import { type Style, styleFor } from '../output/style.ts'
import { printable } from '../output/text.ts'

/** An alert in three short lines: what, who and why, and what would have kept its rule silent. */
export const alertLines = (alert: Alert, explanation: AlertExplanation, { style, columns }: Paper): string => {
  const fit = (text: string) => shortened(printable(text), Math.max(40, columns - indent.length))
  const head = `${alert.createdAt.slice(11, 19)} ${severity(alert, style)} ${style.bold(printable(alert.name))}`
  return [
    `${head} · ${printable(alert.actor)} · ${style.dim(alert.id)}\n`,
    `${indent}${fit(because(explanation))}\n`,
    `${indent}${style.dim(fit(unless(explanation)))}\n`,
  ].join('')
}

/** The session that an alert belongs to, in one more line. */
export const sessionLine = (session: Session, { style }: Pick<Paper, 'style'>): string => {
  const { sessionId, exfiltrationSummary, contextSummary, triggeredAlerts, scores } = session
  const amount = `${triggeredAlerts.length} ${triggeredAlerts.length === 1 ? 'alert' : 'alerts'}`
  const facts = [exfiltrationSummary, amount, `score ${scores.at(-1)?.score ?? 0}`, contextSummary]
  return `${indent}${style.cyan('session')} ${printable(facts.filter(Boolean).join(' · '))} · ${style.dim(sessionId)}\n`
}

const indent = ' '.repeat(17)

interface Paper {
  readonly style: Style
  /** Width in characters. */
  readonly columns: number
}

/** A terminal is as wide as it is; in a pipe or a file lines are whole. */
export const paperOf = (output: CliContext['output'], environment: CliContext['environment']): Paper => ({
  style: styleFor(output, environment),
  columns: output.isTerminal ? output.columns : Number.POSITIVE_INFINITY,
})

const severity = ({ severity: level }: Alert, style: Style): string => {
  const padded = level.padEnd(7)
  if (level === 'HIGH') return style.red(padded)
  return level === 'MEDIUM' ? style.yellow(padded) : padded
}

/** The conditions that were met, what the rule asks for beside the way out first, and how much it was, in one line. */
const because = ({ conditions, volume }: AlertExplanation): string =>
  [...conditions.toReversed().map((condition) => condition.words), volume.words].join(' ')

/** The change that says most: of volume where an amount decided, else of the last condition. */
const unless = ({ counterfactuals, volume: { threshold } }: AlertExplanation): string => {
  const own = counterfactuals.filter(({ criterion }) => criterion !== 'trust')
  const counts = (threshold.countGreaterThan ?? 0) > 0 || threshold.sizeGreaterThanInBytes !== null
  const chosen = counts
    ? own.find(({ criterion }) => criterion === 'filters.fileVolume')
    : own.findLast(({ criterion }) => criterion !== 'filters.fileVolume')
  return chosen?.words ?? ''
}

const shortened = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1)}…`

/** All of an explanation, for one alert alone. */
export const explanationText = (explanation: AlertExplanation, style: Style): string => {
  const { actor, ruleId, ruleVersion, windowStart, windowEnd, words, counterfactuals, events } = explanation
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? '' : `\n${style.bold(title)}\n${lines.map((line) => `  ${printable(line)}\n`).join('')}`
  return [
    `${style.bold(printable(actor))}, ${windowStart} to ${windowEnd}, by version ${ruleVersion} of the rule ${ruleId}\n`,
    section('Why', words),
    section(
      'What would have kept the rule silent',
      counterfactuals.map((each) => each.words),
    ),
    section('Events', events.slice(0, mostEvents).map(eventLine)),
    events.length > mostEvents ? `  … and ${events.length - mostEvents} more\n` : '',
  ].join('')
}

const mostEvents = 20

const eventLine = ({ observedAt, name, riskSeverity }: AlertExplanation['events'][number]): string => {
  const terms = riskSeverity.matchedRiskIndicators.map((each) => `${each.name} ${each.weight ?? 0}`).join(' + ')
  return `${observedAt}  ${name ?? 'no name'}  score ${riskSeverity.score}${terms ? ` = ${terms}` : ''}`
}
