import type { ControlStore, Database, NewRow } from '@spillway/control-store'
import { addOrganizations, addTenant, createDice, storesUnderTest } from '@spillway/control-store/testing'
import { type SqlBool, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBlocks } from './blocks.ts'
import type { ListWish } from './narrowing.ts'
import { type Place, pageByRank, type Ranked } from './ranks.ts'

const at = '2026-01-05T00:00:00.000Z'
const tenantId = 't'
const blockRows = 8

/** Few names, so that blocks begin and end among rows that are the same. */
const names = ['', 'ann', 'Ann', 'bob', 'élan', '測', '\u{10ffff}']
const user = (number: number, roll: (sides: number) => number): NewRow<'user'> => ({
  ...{ uid: `u${number}`, legacy_id: number, tenant_id: tenantId, org_uid: '10', username: `u${number}` },
  ...{ username_key: `u${number}`, email: `${roll(9)}@example.com`, password_hash: null, totp_secret: null },
  ...{ first_name: roll(4) === 0 ? null : 'Ann', last_name: names[roll(names.length)] ?? null },
  ...{ active: roll(3) === 0 ? 0 : 1, blocked: roll(5) === 0 ? 1 : 0, totp_last_step: null },
  ...{ created_at: at, modified_at: at },
})

const text = (column: 'username_key' | 'email' | 'last_name') =>
  column === 'last_name'
    ? sql<string>`coalesce(${sql.ref('user.last_name')}, '')`
    : sql<string>`${sql.ref(`user.${column}`)}`

const orders = [
  { name: 'number', column: null },
  { name: 'username', column: 'username_key' },
  { name: 'email', column: 'email' },
  { name: 'last_name', column: 'last_name' },
] as const
type Order = (typeof orders)[number]

const rankedBy = ({ name, column }: Order, descending: boolean): Ranked => ({
  ...{ list: `user.${name}`, key: column === null ? null : text(column), descending },
})

interface Person {
  readonly uid: string
  readonly legacy_id: number
  readonly username_key: string
  readonly email: string
  readonly last_name: string | null
  readonly active: number
  readonly blocked: number
}

const wishes: readonly ListWish[] = [{}, { active: true }, { active: false, blocked: true }]
const fits = ({ active, blocked }: ListWish, row: Person) =>
  (active === undefined || row.active === Number(active)) && (blocked === undefined || row.blocked === Number(blocked))

const plainly = (people: readonly Person[], { column }: Order, descending: boolean, wish: ListWish) => {
  const keyOf = (row: Person) => Buffer.from(column === null ? '' : (row[column] ?? ''))
  const sorted = people
    .filter((row) => fits(wish, row))
    .toSorted((left, right) => Buffer.compare(keyOf(left), keyOf(right)) || left.legacy_id - right.legacy_id)
  return (descending ? sorted.toReversed() : sorted).map(({ uid }) => uid)
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('pages by rank on $dialect', ({ open }) => {
  const roll = createDice(11)
  let store: ControlStore
  let next = 1
  const grow = async (db: Database, amount: number) => {
    const rows = Array.from({ length: amount }, () => user(next++, roll))
    await db.insertInto('user').values(rows).execute()
  }
  beforeAll(async () => {
    store = await open()
    await addTenant(store, tenantId)
    await addOrganizations(store, tenantId, [{ uid: '10', path: '/1/' }])
  })
  afterAll(() => store.close())

  const everybody = (): Promise<Person[]> => store.db.selectFrom('user').selectAll().execute()
  /** Where blocks began at some time, and may begin no more. */
  const places = new Map<string, Place[]>()
  const placeIn = async (list: string): Promise<Place> => {
    const now = await store.db.selectFrom('listing_rank').select(['key', 'number']).where('list', '=', list).execute()
    const ever = [...(places.get(list) ?? []), ...now]
    places.set(list, ever)
    return roll(2) === 0 ? { key: '', number: 0 } : (ever[roll(ever.length)] as Place)
  }

  const page = async (order: Order, descending: boolean, wish: ListWish, offset: number, from?: Place) => {
    const ranked = rankedBy(order, descending)
    const start = from ?? (await placeIn(ranked.list))
    const flags = Object.entries(wish).map(([name, value]) => sql`and ${sql.ref(`user.${name}`)} = ${value ? 1 : 0}`)
    const conditions = sql<SqlBool>`${sql.ref('user.tenant_id')} = ${tenantId} ${sql.join(flags, sql` `)}`
    const narrowing = { kind: 'user', tenantId, wish } as const
    const uids = pageByRank(narrowing, ranked, conditions, { offset, limit: 7 }, start)
    const { rows } = await sql<{ uid: string }>`select uid from "user" where uid in ${uids}`.execute(store.db)
    return rows.map(({ uid }) => uid).toSorted()
  }

  let found = 0
  const compareAll = async () => {
    const people = await everybody()
    for (const order of orders)
      for (const descending of [false, true]) {
        const wish = wishes[roll(wishes.length)] as ListWish
        const expected = plainly(people, order, descending, wish)
        for (const offset of [0, roll(expected.length), roll(expected.length), Math.max(0, expected.length - 3)]) {
          const uids = await page(order, descending, wish, offset)
          if (uids.length > 0) found += 1
          const right = expected.slice(offset, offset + 7).toSorted()
          // A place that begins no block any more, or lies behind the page, gives none.
          expect({ order, descending, wish, offset, uids }).toEqual({
            ...{ order, descending, wish, offset, uids: uids.length === 0 ? [] : right },
          })
        }
      }
  }

  /** What the blocks hold, and what rows come into each, counted. */
  const compareBlocks = async () => {
    const people = await everybody()
    const kept = await store.db.selectFrom('listing_rank').selectAll().where('list', 'like', 'user.%').execute()
    for (const order of orders) {
      const held = kept.filter(({ list }) => list === `user.${order.name}`)
      expect(held.every(({ amount }) => amount >= 0)).toBe(true)
      expect(held.reduce((sum, { amount }) => sum + amount, 0)).toBe(people.length)
    }
  }

  const someone = (db: Database) => db.updateTable('user').where('legacy_id', '=', 1 + roll(next))
  const flag = () => (roll(2) === 0 ? 0 : 1)
  const changes = [
    (db: Database) => grow(db, 1 + roll(20)),
    (db: Database) =>
      someone(db)
        .set({ last_name: names[roll(names.length)] ?? null })
        .execute(),
    (db: Database) =>
      someone(db)
        .set({ email: `${roll(9)}@example.com`, active: flag() })
        .execute(),
    (db: Database) =>
      db
        .updateTable('user')
        .set({ blocked: flag(), last_name: 'Same' })
        .where('email', '=', `${roll(9)}@example.com`)
        .where('active', '=', flag())
        .execute(),
    (db: Database) =>
      db
        .updateTable('user')
        .set({ username_key: sql`'x' || username_key` })
        .where('legacy_id', '=', 1 + roll(next))
        .execute(),
    (db: Database) =>
      db
        .deleteFrom('user')
        .where('legacy_id', '=', 1 + roll(next))
        .execute(),
  ] as const

  it('are those of passing over every row, whatever changes, is undone or divided', async () => {
    const blocks = createBlocks(store, 'user', blockRows)
    await grow(store.db, 60)
    for (let round = 0; round < 25; round++) {
      const several = store.transaction(async (transaction) => {
        for (let one = 0; one < 3; one++) await changes[roll(changes.length)]?.(transaction)
        if (roll(4) === 0) throw new Error('undone')
      })
      await several.catch(() => undefined)
      if (round % 2 === 0) await blocks.keep(rankedBy(orders[roll(orders.length)] as Order, false), tenantId)
      await compareAll()
    }
    await compareBlocks()
    const { rows } = await sql`select distinct key, number from listing_rank where list = 'user.last_name'`.execute(
      store.db,
    )
    expect(rows.length).toBeGreaterThan(5)
    expect(found).toBeGreaterThan(300)
  })

  it('are none from a place where no block begins', async () => {
    const [order] = orders
    const begun = await store.db.selectFrom('listing_rank').select('number').where('list', '=', 'user.number').execute()
    const others = (await everybody()).filter(({ legacy_id }) => begun.every(({ number }) => number !== legacy_id))
    const inside = { key: '', number: others[10]?.legacy_id as number }
    expect(await page(order, false, {}, 50, { key: '', number: 0 })).toHaveLength(7)
    expect(await page(order, false, {}, 50, inside)).toEqual([])
  })

  it('stay so when several change people and divide blocks at once', async () => {
    const blocks = createBlocks(store, 'user', blockRows / 2)
    const work = Array.from({ length: 16 }, (_, one) =>
      one % 4 === 3
        ? blocks.keep(rankedBy(orders[(one >> 2) % orders.length] as Order, false), tenantId)
        : store.transaction(async (transaction) => {
            const mine = { from: 1 + one * 4, to: 4 + one * 4 }
            const some = transaction.updateTable('user').where('legacy_id', '>=', mine.from)
            await some
              .set({ last_name: `Moved ${one}`, active: flag() })
              .where('legacy_id', '<=', mine.to)
              .execute()
            await grow(transaction, 3)
          }),
    )
    await Promise.all(work)
    await compareBlocks()
    await compareAll()
  })
})
