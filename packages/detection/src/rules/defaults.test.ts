import type { FileEventInput } from '@spillway/event-model'
import { describe, expect, it } from 'vitest'
import { addBuckets, type Bucket } from './bucket.ts'
import { compileRule } from './compile.ts'
import { defaultRuleSamples } from './default-samples.ts'
import { defaultRules, watchlistRule } from './defaults.ts'
import type { RuleDefinition } from './model.ts'
import { sightingOf } from './sighting.ts'
import { eventOf, nobody, toMedia } from './test/samples.ts'
import { alertWindows } from './window.ts'

const alerts = (rule: RuleDefinition, events: readonly FileEventInput[], context = nobody): number => {
  const compiled = compileRule(rule)
  const seen = events.flatMap((input, index): Bucket[] => {
    const event = eventOf(input, `e${index}`)
    const match = compiled(event, context)
    return match ? [sightingOf(event, match, [])] : []
  })
  const [first, ...rest] = seen
  return first ? alertWindows(rule, [rest.reduce(addBuckets, first)]).length : 0
}

describe.each(defaultRules)('the default rule $key', ({ key, definition }) => {
  const samples = defaultRuleSamples.filter((each) => each.key === key)
  it('has samples of both kinds', () => {
    expect(samples.map((each) => [each.fires.length > 0, each.silent.length > 0])).toEqual([[true, true]])
  })
  it('fires where it must', () => {
    for (const { fires } of samples) for (const events of fires) expect(alerts(definition, events)).toBe(1)
  })
  it('is silent where it must be', () => {
    for (const { silent } of samples) for (const events of silent) expect(alerts(definition, events)).toBe(0)
  })
})

it('has no sample without a rule', () => {
  expect(defaultRuleSamples.map(({ key }) => key).toSorted()).toEqual(defaultRules.map(({ key }) => key).toSorted())
})

it('watches the members of a watchlist', () => {
  const { definition } = watchlistRule('w1', 'Leavers')
  expect(alerts(definition, [toMedia()], { ...nobody, watchlists: ['w1'] })).toBe(1)
  expect(alerts(definition, [toMedia()])).toBe(0)
})
