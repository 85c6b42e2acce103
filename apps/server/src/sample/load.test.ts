import { storesUnderTest } from '@spillway/control-store/testing'
import { createDirectory, createOrganization, createSimulation } from '@spillway/simulator'
import { describe, expect, it } from 'vitest'
import { startPeopleServer } from '../modules/identity/test-support/people-server.ts'
import { loadSampleDirectory } from './load.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('a sample directory on $dialect', ({ open }) => {
  it('is stored once, and shown by every list', async () => {
    const store = await open()
    const server = await startPeopleServer(store)
    const until = new Date('2026-01-31T00:00:00Z')
    const organization = createOrganization({ seed: 'load', people: 60 })
    const begins = new Date('2025-11-01T00:00:00Z')
    const facts = createSimulation(organization, { seed: 1, begins }).facts({ from: begins, to: until })
    const sample = { ...createDirectory(organization, { until, begins }), facts }
    expect(await loadSampleDirectory(store, sample, until.toISOString())).toBe(true)
    expect(await loadSampleDirectory(store, sample, until.toISOString())).toBe(false)
    const get = async (path: string) => (await server.call('GET', path)).json()
    expect((await get('/v1/users')).totalCount).toBe(61)
    expect((await get('/v1/agents')).totalCount).toBe(84)
    expect((await get('/v1/departments?page_size=1000')).departments).toEqual(
      sample.departments.toSorted((left, right) => (left.toLowerCase() < right.toLowerCase() ? -1 : 1)),
    )
    expect((await get('/v1/orgs')).orgs).toHaveLength(sample.organizations.length + 1)
    const { computers } = (await get('/api/v1/Computer?incBackupUsage=true&pgSize=500')).data
    const usages = computers.flatMap((computer: { backupUsage: unknown[] }) => computer.backupUsage)
    expect(usages).toHaveLength(sample.machines.flatMap(({ usage }) => usage).length)
    const [person] = sample.people.slice(3)
    expect((await get(`/v1/users/${person?.uid}`)).orgName).toBe(person?.organization)
    const stored = await store.db.selectFrom('watchlist_rule').select(['subject', 'from_at', 'to_at']).execute()
    const shown = (id: string, from: string, to: string | null) => `${id} ${from} ${to}`
    expect(stored.map(({ subject, from_at, to_at }) => shown(subject, from_at, to_at)).toSorted()).toEqual(
      facts.memberships
        .map(({ userId, from, to }) => shown(userId, from, to !== null && to <= until.toISOString() ? to : null))
        .toSorted(),
    )
    expect(stored.length).toBeGreaterThan(5)
    const leaving = await store.db.selectFrom('actor').select(['id', 'end_date']).orderBy('id').execute()
    expect(leaving).toEqual(
      facts.departures
        .map(({ userId, leavesOn }) => ({ id: userId, end_date: leavesOn }))
        .toSorted((left, right) => (left.id < right.id ? -1 : 1)),
    )
    const placed = await store.db.selectFrom('department_membership').select('user_uid').execute()
    expect(placed).toHaveLength(60)
    await server.close()
    await store.close()
  })
})
