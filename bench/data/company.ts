import { type ControlStore, openControlStore } from '@spillway/control-store'

/** How large a company is. */
export interface CompanySize {
  readonly actors: number
  readonly lists: number
}

const tenant = 'bench'
const at = '2026-01-01T00:00:00.000Z'
const times = { created_at: at, modified_at: at }
const departments = 20
const namedOnList = 50
const rowsAtOnce = 500

export const companyTenant = tenant
export const nameOf = (actor: number): string => `person-${actor}@company.example`
const uidOf = (actor: number): string => `${1_000_000 + actor}`

/** A control store with users in departments, on SQLite in a file. */
export const openCompany = async (path: string, { actors, lists }: CompanySize): Promise<ControlStore> => {
  const store = await openControlStore({ kind: 'sqlite', path })
  await store.migrate()
  await store.transaction(async (db) => {
    await db.insertInto('tenant').values({ id: tenant, name: tenant, registration_key: 'r', created_at: at }).execute()
    const root = { uid: '1', legacy_id: 1, guid: '1', parent_uid: null, name: 'Company', path: '/1/' }
    await db
      .insertInto('organization')
      .values({ ...root, tenant_id: tenant, ...times })
      .execute()
    for (let start = 0; start < actors; start += rowsAtOnce) {
      const some = Array.from({ length: Math.min(rowsAtOnce, actors - start) }, (_, index) => start + index)
      await db.insertInto('user').values(some.map(userOf)).execute()
      await db.insertInto('department_membership').values(some.map(placeOf)).execute()
    }
  })
  await addLists(store, actors, 0, lists)
  return store
}

const userOf = (actor: number) => ({
  ...{ uid: uidOf(actor), legacy_id: actor + 1, tenant_id: tenant, org_uid: '1', email: nameOf(actor) },
  ...{ username: nameOf(actor), username_key: nameOf(actor), ...times },
})
const placeOf = (actor: number) => ({
  ...{ user_uid: uidOf(actor), department_id: `department-${actor % departments}`, from_at: at },
})

/** Makes lists from one number up to another: each names some people, every tenth a department as well. */
export const addLists = async (store: ControlStore, actors: number, from: number, to: number): Promise<void> => {
  for (let list = from; list < to; list++) {
    const id = `list-${list}`
    await store.db
      .insertInto('watchlist')
      .values({ id, tenant_id: tenant, list_type: 'CUSTOM', title: `List ${list}`, ...times })
      .execute()
    await store.db.insertInto('watchlist_rule').values(rulesOf(list, actors)).execute()
  }
}

const rulesOf = (list: number, actors: number) => {
  const rule = { watchlist_id: `list-${list}`, from_at: at }
  const named = Array.from({ length: namedOnList }, (_, index) => uidOf((list * 7_919 + index * 104_729) % actors))
  return [
    ...[...new Set(named)].map((subject) => ({ ...rule, kind: 'included' as const, subject, label: subject })),
    ...(list % 10 === 0
      ? [{ ...rule, kind: 'department' as const, subject: `department-${(list / 10) % departments}`, label: 'One' }]
      : []),
  ]
}
