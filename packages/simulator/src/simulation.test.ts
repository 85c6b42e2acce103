import { type FileEventInput, parseFileEvent } from '@spillway/event-model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOrganization, createSimulation, type Period } from './index.ts'

const begins = new Date('2026-02-01T00:00:00Z')
const dayMs = 86_400_000
const day = (number: number) => new Date(begins.getTime() + Math.round(number * dayMs))
const period = (from: number, to: number): Period => ({ from: day(from), to: day(to) })
const crowd = (seed: number | string, people = 60) =>
  createSimulation(createOrganization({ seed, people }), { seed, begins, incidents: 60, lookAlikes: 60 })
const idsOf = (events: Iterable<FileEventInput>) => [...events].map(({ event }) => event?.id as string)

describe('a simulation', () => {
  it('tells the same of the same period, however it is cut, and whatever was asked before', () => {
    const seeds = fc.integer({ min: 1, max: 1_000 })
    const cuts = fc.array(fc.double({ min: 20, max: 34, noNaN: true }), { maxLength: 6 })
    fc.assert(
      fc.property(seeds, cuts, (seed, inner) => {
        const whole = [...crowd(seed, 12).events(period(20, 34))]
        const marks = [20, ...inner.toSorted((left, right) => left - right), 34]
        const pieces = marks.slice(1).map((to, index) => period(marks[index] as number, to))
        const simulation = crowd(seed, 12)
        const asked = pieces.toReversed().map((piece) => [...simulation.events(piece)])
        expect(asked.toReversed().flat()).toEqual(whole)
      }),
      { numRuns: 10, seed: 1 },
    )
  })

  it('tells the same of a person alone as among all', () => {
    const simulation = crowd(5)
    const all = [...simulation.events(period(30, 37))]
    for (const person of simulation.organization.people.slice(0, 20)) {
      const own = all.filter(({ user }) => user?.email === person.email)
      expect([...simulation.events(period(30, 37), [person])]).toEqual(own)
    }
  })

  it('gives every event an id of its own, in order of time, within the period', () => {
    const events = [...crowd(3).events(period(0, 33))]
    const times = events.map((event) => event['@timestamp'] as string)
    expect(times).toEqual([...times].sort())
    expect([(times[0] as string) >= begins.toISOString(), (times.at(-1) as string) < day(33).toISOString()]).toEqual([
      true,
      true,
    ])
    const ids = [...idsOf(events), ...idsOf(crowd(4).events(period(0, 33)))]
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('makes only events that the event model accepts', () => {
    const problems = new Set<string>()
    for (const seed of [1, 2])
      for (const event of crowd(seed).events(period(20, 40))) {
        const parsed = parseFileEvent(event)
        if (!parsed.ok) for (const { path, reason } of parsed.problems) problems.add(`${path}: ${reason}`)
      }
    expect([...problems]).toEqual([])
  })

  it('is another one under another seed', () => {
    const organization = createOrganization({ seed: 1, people: 60 })
    const [one, other] = [1, 2].map((seed) => createSimulation(organization, { seed, begins }))
    const names = (simulation: typeof one) =>
      [...(simulation?.events(period(2, 4)) ?? [])].map(({ file }) => file?.name).join()
    expect(names(one)).not.toBe(names(other))
  })

  it('estimates how many events it is going to tell', () => {
    const simulation = crowd(8, 100)
    const count = [...simulation.events(period(10, 24))].length
    expect(Math.abs(simulation.estimate(period(10, 24)) / count - 1)).toBeLessThan(0.15)
  })
})

describe('what people do', () => {
  const simulation = createSimulation(createOrganization({ seed: 'people', people: 120 }), {
    ...{ seed: 1, begins, incidents: 0, lookAlikes: 0 },
  })
  const events = [...simulation.events(period(1, 43))]
  const share = (count: number) => count / events.length

  it('happens on working days, at working hours of their own clock', () => {
    const offices = new Map(simulation.organization.people.map(({ email, office }) => [email, office]))
    const local = events.map((event) => {
      const hours = offices.get(event.user?.email ?? '')?.utcOffsetHours ?? 0
      return new Date(Date.parse(event['@timestamp'] as string) + hours * 3_600_000)
    })
    expect(share(local.filter((date) => [0, 6].includes(date.getUTCDay())).length)).toBeLessThan(0.04)
    expect(share(local.filter((date) => date.getUTCHours() >= 7 && date.getUTCHours() < 20).length)).toBeGreaterThan(
      0.95,
    )
  })

  it('is a believable amount a day, and differs from person to person', () => {
    const rates = simulation.organization.people.map(({ email }) => {
      const own = events.filter(({ user }) => user?.email === email)
      const days = new Set(own.map((event) => (event['@timestamp'] as string).slice(0, 10)))
      return days.size === 0 ? 0 : own.length / days.size
    })
    const sorted = rates.filter((rate) => rate > 0).toSorted((left, right) => left - right)
    const at = (part: number) => sorted[Math.floor(sorted.length * part)] as number
    expect([at(0.5) > 5, at(0.5) < 15, at(0.95) / at(0.05) > 3]).toEqual([true, true, true])
  })

  it('keeps the content of what is renamed', () => {
    const renames = events.filter(({ file }) => file?.originalName && file.originalName !== file.name)
    const hashes = new Map(events.map(({ file }) => [file?.name, file?.hash?.sha256]))
    expect(renames.length).toBeGreaterThan(50)
    const known = renames.filter(({ file }) => hashes.has(file?.originalName ?? ''))
    expect(known.length).toBeGreaterThan(0)
  })

  it('says one thing of one content', () => {
    const facts = new Map<string, string>()
    for (const { file } of events) {
      if (!file?.hash?.sha256) continue
      const said = `${file.sizeInBytes} ${file.mimeTypeByBytes} ${file.modified}`
      expect(facts.get(file.hash.sha256) ?? said).toBe(said)
      facts.set(file.hash.sha256, said)
    }
    expect(facts.size).toBeGreaterThan(1_000)
  })

  it('goes to few places, and to others in time', () => {
    const { email } = simulation.organization.people.find(({ department }) => department.name === 'Marketing') ?? {}
    const uploads = events.filter(({ event, user }) => user?.email === email && event?.vector === 'UPLOADED')
    const names = new Set(uploads.map(({ destination }) => destination?.name))
    expect(uploads.length).toBeGreaterThan(10)
    expect(names.size).toBeLessThan(uploads.length / 2)
  })
})

describe('what is known of people', () => {
  const simulation = crowd('facts', 400)
  const whole = period(0, 120)
  const facts = simulation.facts(whole)

  it('tells who leaves, and nobody does anything afterwards', () => {
    expect(facts.departures.length).toBeGreaterThan(5)
    const { people } = simulation.organization
    for (const { email, leavesOn, announcedOn } of facts.departures) {
      expect(announcedOn <= leavesOn).toBe(true)
      const person = people.filter((other) => other.email === email)
      const after = { from: new Date(Date.parse(leavesOn) + 2 * dayMs), to: day(120) }
      if (after.from < after.to) expect(idsOf(simulation.events(after, person))).toEqual([])
    }
  })

  it('tells who comes, and nobody does anything before', () => {
    expect(facts.hires.length).toBeGreaterThan(3)
    for (const { email, startsOn } of facts.hires) {
      const person = simulation.organization.people.filter((other) => other.email === email)
      const before = { from: day(0), to: new Date(Date.parse(startsOn) - dayMs) }
      if (before.from < before.to) expect(idsOf(simulation.events(before, person))).toEqual([])
    }
  })

  it('holds stays on watchlists that overlap the period', () => {
    const kinds = new Set(facts.memberships.map(({ type }) => type))
    expect(kinds.size).toBeGreaterThanOrEqual(6)
    expect(facts.memberships.every(({ from, to }) => to === null || from <= to)).toBe(true)
    expect(facts.memberships.every(({ from }) => from < day(120).toISOString())).toBe(true)
  })
})
