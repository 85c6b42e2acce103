import { describe, expect, it } from 'vitest'
import {
  createOrganization,
  createSimulation,
  type GroundTruth,
  incidentClasses,
  lookAlikeClasses,
  type Simulation,
} from '../index.ts'
import { createJudge } from './test/judge.ts'

const begins = new Date('2026-02-01T00:00:00Z')
const period = { from: begins, to: new Date('2026-06-01T00:00:00Z') }
const crowded = (seed: number, people = 200): Simulation =>
  createSimulation(createOrganization({ seed, people }), { seed, begins, incidents: 100, lookAlikes: 100 })

describe.each([1, 2])('the stories of world %d', (seed) => {
  const simulation = crowded(seed)
  const facts = simulation.facts(period)
  const truth = simulation.truth(period)
  const judge = createJudge(simulation, facts)
  // Later ones, as who judges needs to know the habits first; a few of each class, as judging takes time.
  const judged = [...incidentClasses, ...lookAlikeClasses].flatMap((name) =>
    truth
      .filter((story) => story.class === name && story.from >= '2026-03-15')
      .slice(0, 3)
      .map((story) => ({ story, events: judge(story) })),
  )
  const storiesOf = (name: string) => judged.filter(({ story }) => story.class === name)

  it('are of every class', () => {
    expect(new Set(truth.map((story) => story.class))).toEqual(new Set([...incidentClasses, ...lookAlikeClasses]))
  })

  it.each(incidentClasses)('%s carries the indicators that it means', (name) => {
    const stories = storiesOf(name)
    expect(stories.length).toBeGreaterThan(0)
    for (const { story, events } of stories) {
      const labels = new Set(events.flatMap((event) => event.labels))
      expect({ id: story.id, missing: story.signs.filter((sign) => !labels.has(sign)) }).toEqual({
        id: story.id,
        missing: [],
      })
    }
  })

  it.each(lookAlikeClasses)('%s lacks what would make it an incident', (name) => {
    const stories = storiesOf(name)
    expect(stories.length).toBeGreaterThan(0)
    for (const { story, events } of stories) {
      const labels = new Set(events.flatMap((event) => event.labels))
      expect({ id: story.id, found: story.lacks.filter((label) => labels.has(label)) }).toEqual({
        id: story.id,
        found: [],
      })
      expect(story.signs.filter((sign) => !labels.has(sign))).toEqual([])
      expect(story.distinguishedBy).not.toBe(null)
    }
  })

  it('refer to events that exist, and to no other', () => {
    const month = { from: new Date('2026-04-01T00:00:00Z'), to: new Date('2026-04-15T00:00:00Z') }
    const ids = new Set([...simulation.events(month)].map(({ event }) => event?.id as string))
    const named = simulation.truth(month).flatMap(({ eventIds }) => eventIds)
    expect(named.length).toBeGreaterThan(100)
    expect(named.filter((id) => !ids.has(id))).toEqual([])
    const claimed = truth.flatMap(({ eventIds }) => eventIds)
    expect(new Set(claimed).size).toBe(claimed.length)
  })

  it('are told of people who were there, and end before they leave', () => {
    for (const { to, context } of truth)
      expect(context.leavesOn === null || to.slice(0, 10) <= plusOne(context.leavesOn)).toBe(true)
    const leavers = truth.filter((story) => story.class === 'departing-to-personal-cloud')
    expect(leavers.every(({ context }) => context.leavesOn !== null)).toBe(true)
  })

  it('name the drives that are registered, and hand in what is trusted', () => {
    const drives = truth.flatMap(({ context }) => (context.registeredMedia ? [context.registeredMedia] : []))
    expect(new Set(facts.registeredMedia)).toEqual(new Set(drives))
    const paths = truth.filter((story) => story.class === 'new-tool').map(({ choices }) => choices.path)
    expect(facts.trust.map(({ value }) => value)).toEqual(expect.arrayContaining(paths))
  })
})

const plusOne = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)

it('tells no story twice in 50 worlds, and each class in many ways', () => {
  const stories: GroundTruth[] = []
  for (let seed = 100; seed < 150; seed++) stories.push(...crowded(seed, 50).truth(period))
  const structure = ({ class: name, choices }: GroundTruth) => `${name} ${JSON.stringify(choices)}`
  expect(new Set(stories.map(structure)).size).toBe(stories.length)
  for (const name of [...incidentClasses, ...lookAlikeClasses]) {
    const own = stories.filter((story) => story.class === name)
    expect([name, own.length > 10]).toEqual([name, true])
    const lengths = new Set(own.map(({ eventIds }) => eventIds.length))
    expect([name, lengths.size > 3]).toEqual([name, true])
    const { firstDay: _, ...rest } = own[0]?.choices ?? {}
    const varied = Object.keys(rest).filter((key) => new Set(own.map(({ choices }) => choices[key])).size > 1)
    expect([name, varied.length > 1]).toEqual([name, true])
  }
})

it('keeps to the density that is asked for', () => {
  const organization = createOrganization({ seed: 'density', people: 1_000 })
  const counted = (incidents: number) => {
    const simulation = createSimulation(organization, { seed: 1, begins, incidents, lookAlikes: 0 })
    return simulation.truth(period).length / 4
  }
  expect(counted(0)).toBe(0)
  expect(counted(5)).toBeGreaterThanOrEqual(4)
  expect(counted(5)).toBeLessThanOrEqual(5)
})
