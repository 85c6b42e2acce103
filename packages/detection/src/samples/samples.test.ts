import { type FileEvent, parseFileEvent } from '@spillway/event-model'
import { describe, expect, it } from 'vitest'
import { builtInIndicators } from '../catalogue/index.ts'
import { compileScorer } from '../scoring/scorer.ts'
import { defaultRiskSettings } from '../scoring/settings.ts'
import { indicatorSamples, type Sample } from './index.ts'

const score = compileScorer(defaultRiskSettings)
const eventOf = ({ event }: Sample): FileEvent => {
  const parsed = parseFileEvent(event)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.event
}
const firedBy = (sample: Sample): (string | null)[] => {
  const event = eventOf(sample)
  score(event, sample.circumstances)
  return event.risk.indicators.map(({ id }) => id)
}
const samplesOf = (id: string) => indicatorSamples.filter((samples) => samples.id === id)

describe.each(builtInIndicators)('$id', ({ id }) => {
  it('fires where it must', () => {
    for (const { fires } of samplesOf(id)) {
      for (const sample of fires) expect(firedBy(sample), sample.what).toContain(id)
    }
  })

  it('is silent where it must be', () => {
    for (const { silent } of samplesOf(id)) {
      for (const sample of silent) expect(firedBy(sample), sample.what).not.toContain(id)
    }
  })
})

it('every indicator has samples of both kinds, and every sample an indicator', () => {
  const sampled = indicatorSamples.map(({ id }) => id)
  expect(sampled.toSorted()).toEqual(builtInIndicators.map(({ id }) => id).toSorted())
  const lacking = indicatorSamples.filter(({ fires, silent }) => fires.length === 0 || silent.length === 0)
  expect(lacking.map(({ id }) => id)).toEqual([])
  const count = (kind: 'fires' | 'silent') => indicatorSamples.reduce((sum, samples) => sum + samples[kind].length, 0)
  console.log(
    `risk indicators: ${builtInIndicators.length}, with samples that fire and samples that are silent: ${sampled.length}` +
      ` (${count('fires')} fire, ${count('silent')} are silent)`,
  )
})
