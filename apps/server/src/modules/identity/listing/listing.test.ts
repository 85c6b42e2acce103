import type { ControlStore, NewRow } from '@spillway/control-store'
import {
  addOrganizations,
  addTenant,
  postgresWithoutExtensions,
  storesUnderTest,
} from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPeopleRepository, type UserFilter, type UserOrder } from '../users/repository.ts'

const at = '2026-01-05T00:00:00.000Z'
const organizations = [
  { uid: '10', path: '/1/' },
  { uid: '20', path: '/1/2/' },
  { uid: '30', path: '/1/3/' },
  { uid: '40', path: '/1/3/4/' },
] as const
/** More than are looked into one by one, or passed over on the way to the middle. */
const people = 2600

const names = ['Ann', 'Élan', 'jo%nas', 'MIA_x', 'a"b', 'İlker', 'ünal \\ z', '測試者']
const user = (index: number): NewRow<'user'> => {
  const first = names[index % names.length] as string
  const username = `${first}.${index}@workstation-owners.example.com`
  return {
    ...{ uid: `u${(index * 7919) % 9973}`, legacy_id: index + 1, tenant_id: 't' },
    ...{ org_uid: organizations[index % 11 === 0 ? 3 : index % 3]?.uid as string, username },
    ...{ username_key: username.toLowerCase(), email: username, first_name: first, password_hash: null },
    ...{ last_name: index % 5 === 0 ? null : `Last-${index % 50}`, totp_secret: null, totp_last_step: null },
    ...{ active: index % 4 === 0 ? 0 : 1, blocked: index % 9 === 0 ? 1 : 0, created_at: at, modified_at: at },
  } as const
}
const all = Array.from({ length: people }, (_, index) => user(index))

/** In small letters, but for the Turkish I, which would become two. */
const folded = (text: string | null | undefined) =>
  (text ?? '').replaceAll(/\p{Lu}/gu, (letter) => (letter === 'İ' ? letter : letter.toLowerCase()))
const pathOf = (uid: string) => organizations.find((one) => one.uid === uid)?.path as string

/** One role is held by few, the other by most. */
const holds = (row: NewRow<'user'>, roleId: string) =>
  roleId === 'few' ? row.legacy_id % 50 === 7 : row.legacy_id > 99

/** The answer by looking at every row. */
const plainly = (path: string | null, { active, blocked, organization, search, roleId }: UserFilter) =>
  all.filter((row) => {
    if (roleId !== undefined && !holds(row, roleId)) return false
    const place = pathOf(row.org_uid)
    if (path !== null && !place.startsWith(path)) return false
    if (active !== undefined && row.active !== (active ? 1 : 0)) return false
    if (blocked !== undefined && row.blocked !== (blocked ? 1 : 0)) return false
    if (organization && !organization.withChildren && place !== organization.path) return false
    if (organization && !place.startsWith(organization.path)) return false
    if (search === undefined) return true
    const texts = [row.username_key, row.email, row.first_name, row.last_name]
    return texts.some((text) => folded(text).includes(folded(search)))
  })

const under = (path: string, withChildren = true) => ({ organization: { path, withChildren } })
const filters: readonly UserFilter[] = [
  {},
  { active: false },
  { active: true, blocked: true },
  under('/1/'),
  under('/1/', false),
  under('/1/3/'),
  { ...under('/1/3/4/'), active: true },
  ...[
    'an',
    'ANN',
    'Élan',
    'ÉLAN',
    '%n',
    'jo%nas',
    'mia_',
    'a"b',
    '"',
    'ilk',
    'İlk',
    'ÜNAL',
    'l \\ z',
    '測試者',
    '測試',
  ].map((search) => ({ search })),
  ...['.77@', '.777@workstation-owners.example.com', 'workstation-owners.example.org', '@WORKSTATION', 'Last-7'].map(
    (search) => ({ search }),
  ),
  { roleId: 'few' },
  { roleId: 'few', search: 'ann', active: true },
  { roleId: 'most', blocked: false, ...under('/1/3/') },
  { search: 'owners', active: false, ...under('/1/3/') },
]

const orders: readonly UserOrder[] = (['legacy_id', 'username_key', 'first_name'] as const).flatMap((column) =>
  [false, true].map((descending) => ({ column, descending })),
)

const compare = (left: string | number, right: string | number) => {
  if (typeof left === 'number' || typeof right === 'number') return Number(left) - Number(right)
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

const sorted = (rows: readonly NewRow<'user'>[], { column, descending }: UserOrder) =>
  rows.toSorted(
    (left, right) =>
      (compare(left[column] ?? '', right[column] ?? '') || left.legacy_id - right.legacy_id) * (descending ? -1 : 1),
  )

const url = process.env.SPILLWAY_TEST_POSTGRES

describe.each([...storesUnderTest(url), ...postgresWithoutExtensions(url)])('lists of users on $name', ({ open }) => {
  let store: ControlStore
  beforeAll(async () => {
    store = await open()
    await addTenant(store, 't')
    await addOrganizations(store, 't', organizations)
    for (let start = 0; start < people; start += 500)
      await store.db
        .insertInto('user')
        .values(all.slice(start, start + 500))
        .execute()
    const held = ['few', 'most'].flatMap((role_id) =>
      all.filter((row) => holds(row, role_id)).map(({ uid }) => ({ user_uid: uid, role_id, created_at: at })),
    )
    await store.db.insertInto('user_role').values(held).execute()
  })
  afterAll(() => store.close())

  it('tell how many are active as a transaction sees them that changes them', async () => {
    const repository = createPeopleRepository(store)
    const counted = (reached: string) =>
      all.filter((row) => row.active === 1 && pathOf(row.org_uid).startsWith(reached)).length
    expect(await repository.activeUnder(store.db, '/1/3/')).toBe(counted('/1/3/'))
    const leaver = all.find((row) => row.active === 1 && row.org_uid === '40') as NewRow<'user'>
    const undone = store.transaction(async (transaction) => {
      await transaction.updateTable('user').set({ active: 0 }).where('uid', '=', leaver.uid).execute()
      expect(await repository.activeUnder(transaction, '/1/3/')).toBe(counted('/1/3/') - 1)
      expect(await repository.activeUnder(transaction, '/1/2/')).toBe(counted('/1/2/'))
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await repository.activeUnder(store.db, '/1/3/')).toBe(counted('/1/3/'))
  })

  it('count anew what was counted before once something changed', async () => {
    const repository = createPeopleRepository(store)
    const total = async (search: string) =>
      (await repository.list({ tenantId: 't', path: null }, { search }, { offset: 0, limit: 1 })).total
    const [uid, before] = ['u0', await total('an')]
    expect(await total('an')).toBe(before)
    const rename = (last_name: string | null | undefined) =>
      store.db.updateTable('user').set({ last_name, first_name: last_name, email: 'x', username_key: 'x' })
    const old = await store.db.selectFrom('user').selectAll().where('uid', '=', uid).executeTakeFirstOrThrow()
    await rename('Xyz').where('uid', '=', uid).execute()
    expect(await total('an')).toBe(before - 1)
    const { last_name, first_name, email, username_key } = old
    const back = store.db.updateTable('user').set({ last_name, first_name, email, username_key })
    await back.where('uid', '=', uid).execute()
    expect(await total('an')).toBe(before)
  })

  it.each([null, '/1/3/'])('hold what looking at every row gives, reaching %s', async (path) => {
    const repository = createPeopleRepository(store)
    for (const [index, filter] of filters.entries()) {
      const found = plainly(path, filter)
      for (const order of [orders[index % 6], orders[(index + 3) % 6]] as UserOrder[]) {
        const expected = sorted(found, order).map(({ uid }) => uid)
        const middle = Math.floor(found.length / 2)
        for (const [offset, limit] of [
          [0, 40],
          [middle, 30],
          [Math.max(0, found.length - 25), 40],
          [found.length, 10],
        ] as const) {
          const slice = { offset, limit }
          const { rows, total } = await repository.list({ tenantId: 't', path }, filter, slice, order)
          const question = JSON.stringify({ path, filter, order, slice })
          const page = expected.slice(offset, offset + limit)
          expect({ question, total, uids: rows.map(({ uid }) => uid) }).toEqual({
            ...{ question, total: found.length, uids: page },
          })
        }
      }
    }
  })

  it('look for any letters, however many alphabets they are of', async () => {
    const letters = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code))
    const search = letters.filter((letter) => /\p{Ll}/u.test(letter)).join('')
    const found = await createPeopleRepository(store).list(
      { tenantId: 't', path: null },
      { search },
      { offset: 0, limit: 1 },
    )
    expect([search.length > 1000, found]).toEqual([true, { rows: [], total: 0 }])
  })

  it('find a user by a new name and no more by the old', async () => {
    const repository = createPeopleRepository(store)
    const [reach, slice] = [
      { tenantId: 't', path: null },
      { offset: 0, limit: 10 },
    ]
    const changed = all[700] as NewRow<'user'>
    await store.db.updateTable('user').set({ last_name: 'Quetzalcoatl' }).where('uid', '=', changed.uid).execute()
    const { rows } = await repository.list(reach, { search: 'zalcoa' }, slice)
    expect(rows.map(({ uid }) => uid)).toEqual([changed.uid])
    await store.db.updateTable('user').set({ last_name: changed.last_name }).where('uid', '=', changed.uid).execute()
    expect(await repository.list(reach, { search: 'zalcoa' }, slice)).toEqual({ rows: [], total: 0 })
  })
})
