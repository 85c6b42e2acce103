import { storesUnderTest } from '@spillway/control-store/testing'
import { createDirectory, createOrganization } from '@spillway/simulator'
import { describe, expect, it } from 'vitest'
import { startPeopleServer } from '../modules/identity/test-support/people-server.ts'
import { loadSampleDirectory } from './load.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('a sample directory on $dialect', ({ open }) => {
  it('is stored once, and shown by every list', async () => {
    const store = await open()
    const server = await startPeopleServer(store)
    const until = new Date('2026-01-31T00:00:00Z')
    const sample = createDirectory(createOrganization({ seed: 'load', people: 60 }), { until })
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
    await server.close()
    await store.close()
  })
})
