import type { ControlStore, Database, NewRow } from '@spillway/control-store'
import { addTenant, createDice, type Dice, storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { healthOf } from './health.ts'
import { createMachineRepository, type MachineFilter, type MachineOrder } from './repository.ts'

const reach = { tenantId: 't', path: null }
const start = Date.parse('2026-01-05T00:00:00.000Z')
const hour = 60 * 60 * 1000
const day = 24 * hour
const at = new Date(start).toISOString()
const destinations = ['d1', 'd2']
const oneOf = <One>(list: readonly One[], roll: Dice): One => list[roll(list.length)] as One

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('lists of machines on $dialect', ({ open }) => {
  const roll = createDice(3)
  let store: ControlStore
  let next = 1
  const instant = () => new Date(start - roll(14 * 24) * hour).toISOString()
  const machine = (number: number): NewRow<'agent'> => ({
    ...{
      uid: `a${number}`,
      legacy_id: number,
      tenant_id: 't',
      user_uid: null,
      user_email: null,
      name: `pc ${roll(20)}`,
    },
    ...{ hostname: null, os_name: null, os_version: null, agent_version: null, key_hash: '', health: null },
    ...{ spooled_events: null, dropped_events: null, modified_at: at, created_at: instant() },
    ...{ last_connected_at: roll(5) === 0 ? null : instant(), active: roll(4) === 0 ? 0 : 1 },
  })
  const grow = (db: Database, amount: number) =>
    db
      .insertInto('agent')
      .values(Array.from({ length: amount }, () => machine(next++)))
      .execute()

  beforeAll(async () => {
    store = await open()
    await addTenant(store, 't')
    for (const [index, guid] of destinations.entries())
      await store.db
        .insertInto('destination')
        .values({
          ...{ guid, legacy_id: index + 1, tenant_id: 't', name: guid, name_key: guid, type: 'SERVER' },
          ...{ server_guid: guid, server_name: guid, created_at: at, modified_at: at },
        })
        .execute()
    await grow(store.db, 60)
  })
  afterAll(() => store.close())

  const something = (db: Database) => db.updateTable('agent').where('legacy_id', '=', 1 + roll(next))
  const report = async (db: Database) => {
    const [agent, destination] = [`a${1 + roll(next - 1)}`, oneOf(destinations, roll)]
    const told = { last_backup_at: roll(4) === 0 ? null : instant(), archive_bytes: roll(5) * 1000, modified_at: at }
    await db
      .insertInto('backup_usage')
      .values({
        ...{ agent_uid: agent, destination_guid: destination, archive_guid: `${agent} ${destination}`, created_at: at },
        ...told,
      })
      .onConflict((conflict) => conflict.columns(['agent_uid', 'destination_guid']).doUpdateSet(told))
      .execute()
  }
  const changes = [
    report,
    report,
    (db: Database) =>
      db
        .deleteFrom('backup_usage')
        .where('agent_uid', '=', `a${1 + roll(next)}`)
        .execute(),
    (db: Database) => something(db).set({ last_connected_at: instant() }).execute(),
    (db: Database) =>
      something(db)
        .set({ active: roll(2) === 0 ? 0 : 1 })
        .execute(),
    (db: Database) =>
      something(db)
        .set({ health_issues: oneOf(['[]', '["NO_DISK"]'], roll) })
        .execute(),
    (db: Database) =>
      something(db)
        .set({ name: `pc ${roll(20)}` })
        .execute(),
    (db: Database) => grow(db, 2),
  ] as const
  const change = (): Promise<unknown> =>
    store
      .transaction(async (transaction) => {
        for (let one = 0; one < 4; one++) await oneOf(changes, roll)(transaction)
        if (roll(4) === 0) throw new Error('undone')
      })
      .catch(() => undefined)

  const filters: readonly MachineFilter[] = [
    {},
    { healthy: false },
    { healthy: true, active: true },
    { anyIssue: ['NOT_CONNECTING'] },
    { anyIssue: ['NO_DISK'] },
    { healthy: false, search: 'pc 1' },
  ]
  const columns = ['name', 'number', 'connected', 'lastBackup', 'archiveBytes', 'created'] as const
  const limit = 7

  const standing = async () => {
    const machines = await store.db.selectFrom('agent').selectAll().execute()
    const usage = await store.db.selectFrom('backup_usage').selectAll().execute()
    return machines.map((row) => {
      const mine = usage.filter(({ agent_uid }) => agent_uid === row.uid)
      const lastBackup =
        mine
          .map(({ last_backup_at }) => last_backup_at ?? '')
          .toSorted()
          .at(-1) ?? ''
      return { row, lastBackup, archiveBytes: mine.reduce((sum, one) => sum + Number(one.archive_bytes), 0) }
    })
  }
  type Standing = Awaited<ReturnType<typeof standing>>[number]

  const fits = ({ row }: Standing, { active, healthy, anyIssue, search }: MachineFilter, now: Date): boolean => {
    const { issues } = healthOf(row, now)
    return (
      (active === undefined || row.active === Number(active)) &&
      (healthy === undefined || (issues.length === 0) === healthy) &&
      (anyIssue === undefined || anyIssue.some((issue) => issues.includes(issue))) &&
      (search === undefined || row.name.includes(search))
    )
  }
  const keyOf = (one: Standing, by: MachineOrder['by']): string | number => {
    const { row, lastBackup, archiveBytes } = one
    const keys = { lastBackup, archiveBytes, name: row.name, connected: row.last_connected_at ?? '' }
    return { ...keys, number: 0, created: row.created_at }[by as 'name'] ?? ''
  }
  const sorted = (found: readonly Standing[], { by, descending }: MachineOrder): string[] => {
    const upwards = found.toSorted((left, right) => {
      const [one, other] = [keyOf(left, by), keyOf(right, by)]
      return one < other ? -1 : one > other ? 1 : left.row.legacy_id - right.row.legacy_id
    })
    return (descending ? upwards.toReversed() : upwards).map(({ row }) => row.uid)
  }

  const compare = async (repository: ReturnType<typeof createMachineRepository>, now: Date) => {
    const all = await standing()
    for (const filter of filters) {
      const order = { by: oneOf(columns, roll), descending: roll(2) === 0 }
      const slice = { offset: roll(4) * limit, limit }
      const expected = sorted(
        all.filter((one) => fits(one, filter, now)),
        order,
      )
      const { rows, total } = await repository.list(reach, filter, slice, order, now)
      expect({ filter, order, slice, total, uids: rows.map(({ uid }) => uid) }).toEqual({
        ...{ filter, order, slice, total: expected.length },
        uids: expected.slice(slice.offset, slice.offset + limit),
      })
    }
  }

  it('hold what looking at every machine gives, whatever changes and however time passes', async () => {
    const repository = createMachineRepository(store)
    for (let round = 0; round < 40; round++) {
      await compare(repository, new Date(start + (roll(20) - 8) * day))
      await change()
    }
  })

  it('hold it also when more have fallen silent than are noted at once', async () => {
    await store.transaction((transaction) => grow(transaction, 500))
    const repository = createMachineRepository(store)
    const now = new Date(start + 40 * day)
    await compare(repository, now)
    const isNoted = async () => {
      const noted = store.db.selectFrom('agent').select('uid').where('active', '=', 1).where('silent', '=', 0)
      return (await noted.execute()).length === 0
    }
    while (!(await isNoted())) await compare(repository, now)
    await compare(repository, now)
  })

  it('hold it far into the order of last connections', async () => {
    const repository = createMachineRepository(store)
    const now = new Date(start)
    await store.transaction((transaction) => grow(transaction, 1500))
    for (let round = 0; round < 12; round++) {
      const [filter, order] = [
        oneOf([{}, { active: true }], roll),
        { by: 'connected', descending: roll(2) === 0 } as const,
      ]
      const expected = sorted(
        (await standing()).filter((one) => fits(one, filter, now)),
        order,
      )
      const slice = { offset: 1024 + roll(expected.length - 1024), limit }
      const rows = await repository.page(reach, filter, slice, order, now)
      expect(rows.map(({ uid }) => uid)).toEqual(expected.slice(slice.offset, slice.offset + limit))
      await change()
    }
  })

  it('add up what several report of one machine at once', async () => {
    const put = (destination: string, bytes: number) =>
      store.transaction((transaction) =>
        transaction
          .insertInto('backup_usage')
          .values({
            ...{
              agent_uid: 'a1',
              destination_guid: destination,
              archive_guid: `x ${destination}`,
              archive_bytes: bytes,
            },
            ...{ created_at: at, modified_at: at, last_backup_at: at },
          })
          .execute(),
      )
    await store.db.deleteFrom('backup_usage').where('agent_uid', '=', 'a1').execute()
    await Promise.all([put('d1', 5), put('d2', 7)])
    const row = await store.db.selectFrom('agent').selectAll().where('uid', '=', 'a1').executeTakeFirstOrThrow()
    expect([Number(row.archive_bytes), row.last_backup_at]).toEqual([12, at])
  })
})
