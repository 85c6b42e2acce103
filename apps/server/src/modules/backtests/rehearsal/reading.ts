import {
  type CompiledRule,
  compileRule,
  fieldsNeeded,
  type JudgedEvent,
  judgedFields,
  type RuleMatch,
  requirementOf,
  type Timing,
} from '@spillway/detection'
import { type Requirement, required } from '@spillway/event-model'
import type { EventStore, HistoryRange } from '@spillway/event-store'
import { chunksOf } from '../../../platform/chunks.ts'
import type { Attribute, Attributed } from '../../detection/index.ts'
import type { RehearsedRule } from '../subject.ts'

/** The past, as backtests read it. */
export type Past = Pick<EventStore, 'history' | 'extent'>

/** An event that met a rule. */
export interface Met {
  readonly rule: RehearsedRule
  readonly match: RuleMatch
  readonly attributed: Attributed<JudgedEvent>
}

/** Names and ids by which events tell who acted; '' where they tell none. */
export interface Callings {
  readonly emails: ReadonlySet<string>
  readonly ids: ReadonlySet<string>
}

interface Dependencies {
  readonly past: Past
  readonly attribute: Attribute
  /** Which times of events are believed. */
  readonly timing: Timing
  /** Lets others work between two handfuls of events. */
  readonly rest: () => Promise<void>
}

export interface Reading {
  readonly rules: readonly RehearsedRule[]
  readonly range: HistoryRange
  /** Reads all that rules look at, where not only the counts matter. */
  readonly isWhole: boolean
  /** Of somebody alone, and of few others. */
  readonly of?: Callings | undefined
  readonly signal: AbortSignal
}

/** Events judged before others may work: some milliseconds. */
const handful = 1_000

/** Judges the events of a stretch of time by rules, the way detection does. Gives what met them, and how many were looked at. */
export const createReader = ({ past, attribute, timing, rest }: Dependencies) =>
  async function* ({ rules, range, isWhole, of, signal }: Reading) {
    const judges = rules.map((rule) => ({ rule, judge: compileRule(rule.definition) }))
    const definitions = rules.map(({ definition }) => definition)
    const needed = isWhole ? new Set(judgedFields) : new Set(definitions.flatMap((each) => [...fieldsNeeded(each)]))
    const requirement = required.every([...(of ? [calledAs(of)] : []), required.some(definitions.map(requirementOf))])
    const request = { ...range, timing, requirement, fields: judgedFields, needed }
    for await (const events of past.history(request, { signal }))
      for (const looked of chunksOf(events, handful)) {
        signal.throwIfAborted()
        const some = await attribute(looked, definitions)
        yield { looked: some.length, met: some.flatMap((attributed) => metBy(judges, attributed)) }
        await rest()
      }
  }

export type Read = ReturnType<typeof createReader>

const calledAs = ({ emails, ids }: Callings): Requirement =>
  required.every([required.among('user.email', [...emails]), required.among('user.id', [...ids])])

const metBy = (
  judges: readonly { readonly rule: RehearsedRule; readonly judge: CompiledRule }[],
  attributed: Attributed<JudgedEvent>,
): Met[] =>
  judges.flatMap(({ rule, judge }) => {
    const match = judge(attributed.event, attributed.context)
    return match ? [{ rule, match, attributed }] : []
  })
