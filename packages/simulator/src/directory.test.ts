import { expect, it } from 'vitest'
import { createDirectory, createOrganization } from './index.ts'

const until = new Date('2026-06-01T00:00:00Z')
const directoryOf = (people: number, machines?: number) =>
  createDirectory(createOrganization({ seed: 'directory', people }), { until, ...(machines && { machines }) })

it('tells the same of the same company, row by row', () => {
  expect(directoryOf(50)).toEqual(directoryOf(50))
})

it('makes 5,000 people and 7,000 machines that fit together, with every name and id once', () => {
  const { people, machines, organizations, departments, groups, destinations } = directoryOf(5_000)
  expect([people.length, machines.length]).toEqual([5_000, 7_000])
  for (const rows of [
    people.map(({ uid }) => uid),
    people.map(({ username }) => username),
    machines.map((one) => one.uid),
  ])
    expect(new Set(rows).size).toBe(rows.length)
  const places = new Set(organizations.map(({ name }) => name))
  for (const [index, person] of people.entries()) {
    expect(places.has(person.organization) && departments.includes(person.department)).toBe(true)
    expect(person.groups.every((name) => groups.includes(name))).toBe(true)
    expect(person.manager ?? -1).toBeLessThan(index)
  }
  const guids = destinations.map(({ guid }) => guid)
  for (const { owner, active, usage, lastConnected } of machines) {
    expect(active && !people[owner]?.active).toBe(false)
    expect(usage.every(({ destination }) => guids.includes(destination))).toBe(true)
    expect(lastConnected <= until.toISOString()).toBe(true)
  }
  expect(new Set(machines.map(({ version }) => version)).size).toBeGreaterThan(3)
  const archives = machines.flatMap(({ usage }) => usage.map(({ archive }) => archive))
  expect([archives.length > 5_000, new Set(archives).size]).toEqual([true, archives.length])
})
