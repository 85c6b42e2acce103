import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Audit, createAuditModule } from './index.ts'

const clock = () => new Date('2026-02-01T00:00:00.000Z')
const actor = { kind: 'user', id: '42', name: 'ada@example.com', ip: '127.0.0.1', userAgent: 'curl/8' } as const
const search = (resultCount: number) =>
  ({ type: 'search_issued', actor, details: { success: true, resultCount } }) as const

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('audit log on $dialect', ({ open }) => {
  let store: ControlStore
  let audit: Audit
  let failures: unknown[]
  beforeEach(async () => {
    store = await open()
    failures = []
    audit = auditOn(store)
  })
  afterEach(() => store.close())

  const auditOn = (on: ControlStore) =>
    createAuditModule({ store: on, clock, tenantId: () => 'tenant-1', onFailure: (error) => failures.push(error) })
      .audit
  const rows = () => store.db.selectFrom('audit_record').selectAll().orderBy('seq').execute()

  it('stores records in order with the published keys', async () => {
    for (let count = 0; count < 1200; count++) audit.record(search(count))
    await audit.flush()
    const stored = await rows()
    expect(stored.map(({ record }) => JSON.parse(record).resultCount)).toEqual(
      Array.from({ length: 1200 }, (_, n) => n),
    )
    expect(JSON.parse(stored[0]?.record ?? '')).toEqual({
      type$: 'audit_log::search_issued/1',
      actorId: '42',
      actorName: 'ada@example.com',
      actorType: 'USER',
      actorAgent: 'curl/8',
      actorIpAddress: '127.0.0.1',
      timestamp: '2026-02-01T00:00:00.000Z',
      success: true,
      resultCount: 0,
    })
    expect(await audit.verify()).toMatchObject({ ok: true, records: 1200 })
  })

  it('stores records by itself soon after they were told', async () => {
    audit.record(search(1))
    await expect.poll(async () => (await rows()).length).toBe(1)
  })

  it('chains the records of two writers into one', async () => {
    const other = auditOn(store)
    for (let round = 0; round < 20; round++) {
      audit.record(search(round))
      other.record(search(round))
      await Promise.all([audit.flush(), other.flush()])
    }
    await audit.flush()
    await other.flush()
    expect(await audit.verify()).toMatchObject({ ok: true, records: 40 })
  })

  it('notices a changed, a removed and a relabelled record', async () => {
    for (let count = 0; count < 5; count++) audit.record(search(count))
    await audit.flush()
    const [, second] = await rows()
    const change = (values: { record?: string; actor_name?: string }) =>
      store.db.updateTable('audit_record').set(values).where('seq', '=', 2).execute()
    await change({ record: (second?.record ?? '').replace('"resultCount":1', '"resultCount":7') })
    expect(await audit.verify()).toEqual({ ok: false, seq: 2, reason: 'The record was changed' })
    await change({ record: second?.record ?? '', actor_name: 'somebody else' })
    expect(await audit.verify()).toEqual({ ok: false, seq: 2, reason: 'The columns of the record were changed' })
    await store.db.deleteFrom('audit_record').where('seq', '=', 2).execute()
    expect(await audit.verify()).toEqual({ ok: false, seq: 2, reason: 'The record is missing' })
  })

  it('holds records while the store fails and writes them afterwards', async () => {
    let broken = true
    const flaky = auditOn({
      ...store,
      transaction: (work) => (broken ? Promise.reject(new Error('away')) : store.transaction(work)),
    })
    flaky.record(search(1))
    await flaky.flush()
    expect(failures).toHaveLength(1)
    broken = false
    flaky.record(search(2))
    await flaky.flush()
    expect(await audit.verify()).toMatchObject({ ok: true, records: 2 })
  })

  it('says how many records it could not hold', async () => {
    let broken = true
    const flaky = auditOn({
      ...store,
      transaction: (work) => (broken ? Promise.reject(new Error('away')) : store.transaction(work)),
    })
    for (let count = 0; count < 10_003; count++) flaky.record(search(count))
    broken = false
    await flaky.flush()
    expect(JSON.parse((await rows()).at(-1)?.record ?? '')).toMatchObject({
      type$: 'audit_log::audit_records_lost/1',
      count: 3,
    })
    expect(await audit.verify()).toMatchObject({ ok: true, records: 10_001 })
  })
})
