import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ControlStore, Database, NewRow } from './index.ts'
import { addOrganizations, addTenant, createDice, storesUnderTest } from './testing.ts'

const at = '2026-01-05T00:00:00.000Z'
const organizations = ['10', '20', '30']

const user = (number: number, org: string): NewRow<'user'> => ({
  ...{ uid: `u${number}`, legacy_id: number, tenant_id: 't', org_uid: org, username: `u${number}` },
  ...{ username_key: `u${number}`, email: `U${number}@Example.com`, first_name: null, last_name: 'Ünal' },
  ...{ password_hash: null, totp_secret: null, totp_last_step: null, created_at: at, modified_at: at },
})

const agent = (number: number, userUid: string | null): NewRow<'agent'> => ({
  ...{
    uid: `a${number}`,
    legacy_id: number,
    tenant_id: 't',
    user_uid: userUid,
    user_email: null,
    name: `pc ${number}`,
  },
  ...{ hostname: null, os_name: null, os_version: null, agent_version: null, key_hash: '', health: null },
  ...{ spooled_events: null, dropped_events: null, last_connected_at: null, created_at: at, modified_at: at },
})

const asText = (rows: readonly object[]) => rows.map((row) => Object.values(row).join(' ')).toSorted()

/** What the tallies must hold, counted. */
const counted = async ({ db }: ControlStore) => {
  const users = await db
    .selectFrom('user')
    .select(({ fn }) => ['org_uid', 'active', 'blocked', fn.countAll<number>().as('amount')])
    .groupBy(['org_uid', 'active', 'blocked'])
    .execute()
  const agents = await db
    .selectFrom('agent')
    .leftJoin('user', 'user.uid', 'agent.user_uid')
    .select(({ fn }) => ['user.org_uid', 'agent.active', 'agent.blocked', fn.countAll<number>().as('amount')])
    .groupBy(['user.org_uid', 'agent.active', 'agent.blocked'])
    .execute()
  return [...asText(users).map((row) => `user ${row}`), ...asText(agents).map((row) => `agent ${row}`)].toSorted()
}

/** How many machines were last connected in each hour: as the tally has it, and counted. */
const hours = async ({ db }: ControlStore) => {
  const kept = db.selectFrom('listing_rank').select(['key', 'active', 'blocked', 'amount'])
  const counted = db
    .selectFrom('agent')
    .select(({ fn, ref }) => [
      sql<string>`substr(coalesce(${ref('last_connected_at')}, ''), 1, 13)`.as('key'),
      ...(['active', 'blocked'] as const),
      fn.countAll<number>().as('amount'),
    ])
  return [
    asText(await kept.where('list', '=', 'agent.connected').where('amount', '<>', 0).execute()),
    asText(await counted.groupBy([sql`1`, 'active', 'blocked']).execute()),
  ] as const
}

const kept = async ({ db }: ControlStore) =>
  asText(
    await db
      .selectFrom('listing_tally')
      .select(['kind', 'org_uid', 'active', 'blocked', 'amount'])
      .where('amount', '<>', 0)
      .execute(),
  )

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('tallies of lists on $dialect', ({ open }) => {
  let store: ControlStore
  beforeEach(async () => {
    store = await open()
    await addTenant(store, 't')
    const placed = organizations.map((uid, index) => ({ uid, path: `/${index + 1}/` }))
    await addOrganizations(store, 't', placed)
  })
  afterEach(() => store.close())

  const createChanges = (roll: (sides: number) => number) => {
    const flag = () => (roll(2) === 0 ? 0 : 1)
    const organization = () => organizations[roll(organizations.length)] as string
    const owner = () => (roll(5) === 0 ? null : `u${roll(20)}`)
    const someone = (db: Database) => db.updateTable('user').where('uid', '=', `u${roll(20)}`)
    const something = (db: Database) => db.updateTable('agent').where('uid', '=', `a${roll(40)}`)
    return [
      (db: Database) => someone(db).set({ org_uid: organization() }).execute(),
      (db: Database) => someone(db).set({ active: flag(), blocked: flag() }).execute(),
      (db: Database) => something(db).set({ user_uid: owner(), active: flag() }).execute(),
      (db: Database) => something(db).set({ blocked: flag(), name: 'x' }).execute(),
      (db: Database) =>
        something(db)
          .set({ last_connected_at: `2026-01-05T0${roll(3)}:00:00.000Z` })
          .execute(),
      (db: Database) => db.updateTable('user').set({ active: flag() }).where('org_uid', '=', organization()).execute(),
      (db: Database) => db.updateTable('agent').set({ active: flag() }).where('user_uid', '=', owner()).execute(),
      (db: Database) =>
        db
          .deleteFrom('agent')
          .where('uid', '=', `a${roll(40)}`)
          .execute(),
    ] as const
  }

  it('stay what counting gives, whatever changes and whatever is undone', async () => {
    const roll = createDice(7)
    for (let number = 0; number < 20; number++)
      await store.db
        .insertInto('user')
        .values(user(number, organizations[number % 3] as string))
        .execute()
    for (let number = 0; number < 40; number++)
      await store.db
        .insertInto('agent')
        .values(agent(number, number % 7 === 0 ? null : `u${number % 20}`))
        .execute()
    expect(await kept(store)).toEqual(await counted(store))
    const changes = createChanges(roll)
    for (let round = 0; round < 60; round++) {
      const several = store.transaction(async (transaction) => {
        for (let one = 0; one < 4; one++) await changes[roll(changes.length)]?.(transaction)
        if (roll(4) === 0) throw new Error('undone')
      })
      await several.catch(() => undefined)
      if (round % 10 === 9) expect(await kept(store)).toEqual(await counted(store))
      const [tallied, found] = await hours(store)
      expect(tallied).toEqual(found)
    }
    const rows = await store.db
      .selectFrom('agent')
      .leftJoin('user', 'user.uid', 'agent.user_uid')
      .select(['agent.owner_org_uid', 'user.org_uid'])
      .execute()
    expect(rows.length).toBeGreaterThan(5)
    for (const { owner_org_uid, org_uid } of rows) expect(owner_org_uid).toBe(org_uid)
  })

  it('stay so when several change people of the same organizations at once', async () => {
    for (let number = 0; number < 20; number++) await store.db.insertInto('user').values(user(number, '10')).execute()
    const move = (from: number, first: string, second: string) =>
      store.transaction(async (transaction) => {
        await transaction.updateTable('user').set({ org_uid: first }).where('uid', '=', `u${from}`).execute()
        await transaction
          .insertInto('agent')
          .values(agent(from, `u${from}`))
          .execute()
        await transaction
          .updateTable('user')
          .set({ org_uid: second })
          .where('uid', '=', `u${from + 1}`)
          .execute()
      })
    const moves = Array.from({ length: 10 }, (_, one) =>
      one % 2 === 0 ? move(one * 2, '20', '30') : move(one * 2, '30', '20'),
    )
    await Promise.all(moves)
    expect(await kept(store)).toEqual(await counted(store))
  })
})
