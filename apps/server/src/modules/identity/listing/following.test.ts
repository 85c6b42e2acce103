import type { ControlStore, Database, NewRow } from '@spillway/control-store'
import { addOrganizations, addTenant, createDice, type Dice, storesUnderTest } from '@spillway/control-store/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPeopleRepository, type UserFilter, type UserOrder } from '../users/repository.ts'
import { createFollowing, type Followed } from './following.ts'
import { cameSince, markNow } from './journal.ts'
import { narrow } from './narrowing.ts'

const at = '2026-01-05T00:00:00.000Z'
const reach = { tenantId: 't', path: null }
const organizations = [
  { uid: '10', path: '/1/' },
  { uid: '20', path: '/1/2/' },
  { uid: '30', path: '/1/3/' },
] as const

/** Few of each, so that rows of one key stand beside each other and change places. */
const names = ['', 'ann', 'Ann', 'bob', 'élan', '測']
const oneOf = <One>(list: readonly One[], roll: Dice): One => list[roll(list.length)] as One

const user = (number: number, roll: Dice): NewRow<'user'> => ({
  ...{ uid: `u${number}`, legacy_id: number, tenant_id: 't', org_uid: oneOf(organizations, roll).uid },
  ...{ username: `u${number}`, username_key: `u${number}`, email: `${roll(9)}@example.com`, password_hash: null },
  ...{ first_name: roll(4) === 0 ? null : 'Ann', last_name: oneOf(names, roll), totp_secret: null },
  ...{ active: roll(3) === 0 ? 0 : 1, blocked: 0, totp_last_step: null, created_at: at, modified_at: at },
})

const filters: readonly UserFilter[] = [
  { search: 'example' },
  { search: 'an' },
  { search: 'EXAMPLE', active: true },
  { search: 'example', organization: { path: '/1/', withChildren: false } },
  { search: 'example', organization: { path: '/1/3/', withChildren: true } },
]
const orders: readonly UserOrder[] = (['legacy_id', 'last_name', 'email'] as const).flatMap((column) =>
  [false, true].map((descending) => ({ column, descending })),
)

interface Person {
  readonly uid: string
  readonly legacy_id: number
  readonly org_uid: string
  readonly username_key: string
  readonly email: string
  readonly first_name: string | null
  readonly last_name: string | null
  readonly active: number
}

const bears = (row: Person, { search, active, organization }: UserFilter): boolean => {
  const path = organizations.find(({ uid }) => uid === row.org_uid)?.path as string
  const isThere = organization?.withChildren ? path.startsWith(organization.path) : path === organization?.path
  const texts = [row.username_key, row.email, row.first_name, row.last_name]
  return (
    (active === undefined || row.active === Number(active)) &&
    (!organization || isThere) &&
    texts.some((text) => text?.toLowerCase().includes((search ?? '').toLowerCase()))
  )
}

const sorted = (people: readonly Person[], { column, descending }: UserOrder): string[] => {
  const keyOf = (row: Person) => Buffer.from(column === 'last_name' || column === 'email' ? (row[column] ?? '') : '')
  const upwards = people.toSorted(
    (left, right) => Buffer.compare(keyOf(left), keyOf(right)) || left.legacy_id - right.legacy_id,
  )
  return (descending ? upwards.toReversed() : upwards).map(({ uid }) => uid)
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))(
  'lists that are followed on $dialect',
  ({ open }) => {
    const roll = createDice(5)
    let store: ControlStore
    let next = 1
    const grow = async (db: Database, amount: number) => {
      const rows = Array.from({ length: amount }, () => user(next++, roll))
      await db.insertInto('user').values(rows).execute()
    }
    beforeAll(async () => {
      store = await open()
      await addTenant(store, 't')
      await addOrganizations(store, 't', organizations)
      await grow(store.db, 90)
    })
    afterAll(() => store.close())

    const everybody = (): Promise<Person[]> => store.db.selectFrom('user').selectAll().execute()
    const someone = (db: Database) => db.updateTable('user').where('legacy_id', '=', 1 + roll(next))
    const flag = () => (roll(2) === 0 ? 0 : 1)
    const changes = [
      (db: Database) => grow(db, 1 + roll(3)),
      (db: Database) =>
        someone(db)
          .set({ last_name: oneOf(names, roll) })
          .execute(),
      (db: Database) =>
        someone(db)
          .set({ email: `${roll(9)}@${oneOf(['example', 'other'], roll)}.com` })
          .execute(),
      (db: Database) =>
        someone(db)
          .set({ org_uid: oneOf(organizations, roll).uid, active: flag() })
          .execute(),
      (db: Database) => db.updateTable('user').set({ active: flag() }).where('email', '=', '3@example.com').execute(),
      (db: Database) =>
        db
          .deleteFrom('user')
          .where('legacy_id', '=', 1 + roll(next))
          .execute(),
    ] as const
    const change = (): Promise<unknown> =>
      store
        .transaction(async (transaction) => {
          for (let one = 0; one <= roll(3); one++) await oneOf(changes, roll)(transaction)
          if (roll(4) === 0) throw new Error('undone')
        })
        .catch(() => undefined)

    const limit = 7
    const compare = async (repository: ReturnType<typeof createPeopleRepository>, rounds: number) => {
      const people = await everybody()
      for (let round = 0; round < rounds; round++) {
        const [filter, order] = [oneOf(filters, roll), oneOf(orders, roll)]
        const expected = sorted(
          people.filter((row) => bears(row, filter)),
          order,
        )
        const offset = roll(5) * limit
        const { rows, total } = await repository.list(reach, filter, { offset, limit }, order)
        expect({ filter, order, offset, total, uids: rows.map(({ uid }) => uid) }).toEqual({
          ...{ filter, order, offset, total: expected.length, uids: expected.slice(offset, offset + limit) },
        })
      }
    }

    it('hold what looking at every row gives, whatever changes and is undone', async () => {
      const repository = createPeopleRepository(store)
      for (let round = 0; round < 40; round++) {
        await compare(repository, 12)
        await change()
      }
    })

    it('hold it while others change people', async () => {
      const repository = createPeopleRepository(store)
      const asking = async () => {
        for (let round = 0; round < 15; round++)
          await repository.list(reach, oneOf(filters, roll), { offset: roll(5) * limit, limit }, oneOf(orders, roll))
      }
      const changing = async () => {
        for (let round = 0; round < 8; round++) await change()
      }
      await Promise.all([asking(), changing(), asking(), changing(), changing()])
      await compare(repository, 60)
    })

    const byLastName = async (): Promise<Followed> => ({
      ...{ name: 'n', isSearched: true, isOrderedByOrganization: false },
      placing: { key: sql<string>`coalesce(${sql.ref('user.last_name')}, '')`, descending: false },
      narrowing: await narrow(store.db, 'user', reach, {}),
      conditions: () => sql`${sql.ref('user.tenant_id')} = ${'t'}`,
    })
    const slice = { offset: 20, limit }
    const pageOf = async (following: ReturnType<typeof createFollowing>) => {
      const page = following.page(await byLastName(), slice)
      if (!page) return null
      const { rows } = await sql<{ uid: string }>`select uid from "user" where uid in ${page.uids}`.execute(store.db)
      return rows.map(({ uid }) => uid).toSorted()
    }
    const expected = async () => {
      const uids = sorted(await everybody(), { column: 'last_name', descending: false })
      return uids.slice(slice.offset, slice.offset + limit).toSorted()
    }
    const learn = async (following: ReturnType<typeof createFollowing>) => {
      const people = await everybody()
      const uids = sorted(people, { column: 'last_name', descending: false }).slice(10, 10 + limit)
      const rows = uids.map((uid) => people.find((row) => row.uid === uid) as Person)
      const places = rows.map(({ last_name, legacy_id }) => ({ key: last_name ?? '', number: legacy_id }))
      await following.learn(await byLastName(), { offset: 10, limit }, places)
    }

    it('find pages from a place that has moved, until too much has', async () => {
      const following = createFollowing(store, 'user')
      expect(await pageOf(following)).toBeNull()
      await learn(following)
      expect(await pageOf(following)).toEqual(await expected())
      const [first] = sorted(await everybody(), { column: 'last_name', descending: false })
      await store.db
        .updateTable('user')
        .set({ last_name: 'zoe' })
        .where('uid', '=', first as string)
        .execute()
      expect(await pageOf(following)).toEqual(await expected())
      const all = store.db.updateTable('user').set(({ ref }) => ({ active: sql<0 | 1>`1 - ${ref('active')}` }))
      const before = await markNow(store.db, 'user')
      while ((await markNow(store.db, 'user')) <= before + 1000) await all.execute()
      expect(await pageOf(following)).toBeNull()
    })

    it('learn nothing of a page beside which something was changed', async () => {
      const following = createFollowing(store, 'user')
      const list = await byLastName()
      await store.db.updateTable('user').set({ last_name: 'yoko' }).where('legacy_id', '=', 3).execute()
      const places = Array.from({ length: limit }, (_, number) => ({ key: '', number }))
      await following.learn(list, { offset: 0, limit }, places)
      expect(await pageOf(following)).toBeNull()
    })

    it('number changes in the order of commits', async () => {
      const before = await markNow(store.db, 'user')
      let finish = (): void => undefined
      const late = new Promise<void>((resolve) => {
        finish = resolve
      })
      const rename = (db: Database, number: number) =>
        db
          .updateTable('user')
          .set({ first_name: `Late ${number} ${before}` })
          .where('legacy_id', '=', number)
          .execute()
      const people = (await everybody()).slice(0, 2)
      const [one, other] = people.map(({ legacy_id }) => legacy_id) as [number, number]
      const slow = store.transaction(async (transaction) => {
        await rename(transaction, one)
        if (store.dialect === 'postgres') await late
      })
      if (store.dialect === 'sqlite') await slow
      await rename(store.db, other)
      const between = await markNow(store.db, 'user')
      finish()
      await slow
      const came = await sql<{ rows: number }>`select
      ${cameSince('user', before, sql`${sql.ref('user.first_name')} like 'Late%'`)} as rows`.execute(store.db)
      expect(Number(came.rows[0]?.rows)).toBe(2)
      const since = store.dialect === 'sqlite' ? between : before + 2
      expect(await markNow(store.db, 'user')).toBe(store.dialect === 'sqlite' ? since : between + 2)
    })
  },
)
