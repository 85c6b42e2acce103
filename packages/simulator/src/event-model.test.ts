import { parseFileEvent } from '@spillway/event-model'
import { expect, it } from 'vitest'
import { createOrganization, simulateEvents } from './index.ts'

it('simulates only events that the event model accepts', () => {
  const organization = createOrganization({ seed: 'model', people: 200 })
  const period = { from: new Date('2026-08-03T00:00:00Z'), to: new Date('2026-08-24T00:00:00Z') }
  const problems = new Set<string>()
  for (const event of simulateEvents(organization, { ...period, count: 10_000, seed: 1 })) {
    const parsed = parseFileEvent(event)
    if (!parsed.ok) for (const { path, reason } of parsed.problems) problems.add(`${path}: ${reason}`)
  }
  expect([...problems]).toEqual([])
})
