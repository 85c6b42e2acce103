import type { NewRow } from '@spillway/control-store'
import type { SampleDirectory, SampleMembership } from '@spillway/simulator'
import { type Context, idOf, insertAll } from './rows.ts'

/**
 * Stores where people stand: in which department and groups they are, when they leave, and the watchlists that they were
 * on, with the past of these, as far as it is known at the instant of the load.
 */
export const storeStanding = async (
  context: Context,
  sample: SampleDirectory,
  departments: ReadonlyMap<string, string>,
): Promise<void> => {
  await storePlaces(context, sample, departments)
  await storeDepartures(context, sample)
  await storeWatchlists(context, sample)
}

const storePlaces = async (
  { db, at }: Context,
  { people }: SampleDirectory,
  departments: ReadonlyMap<string, string>,
): Promise<void> => {
  const stays = people.flatMap(({ uid, department }) => {
    const id = departments.get(department)
    return id === undefined ? [] : [{ user_uid: uid, department_id: id, from_at: at, to_at: null }]
  })
  await insertAll(db, 'department_membership', stays)
  const inGroups = people.flatMap(({ uid, groups }) =>
    groups.map((name) => ({ group_id: idOf('group', name), user_uid: uid, from_at: at, to_at: null })),
  )
  await insertAll(db, 'group_membership', inGroups)
}

const storeDepartures = ({ db, root, at }: Context, { facts }: SampleDirectory): Promise<void> =>
  insertAll(
    db,
    'actor',
    (facts?.departures ?? []).map(({ userId, leavesOn }) => ({
      ...{ id: userId, tenant_id: root.tenant_id, parent_id: null, notes: null },
      ...{ start_date: null, end_date: leavesOn, modified_at: at },
    })),
  )

const storeWatchlists = async ({ db, root, at }: Context, { facts }: SampleDirectory): Promise<void> => {
  const begun = (facts?.memberships ?? []).filter(({ from }) => from < at)
  const lists = [...Map.groupBy(begun, ({ type }) => type)]
  await insertAll(
    db,
    'watchlist',
    lists.map(([type, stays]) => {
      const created = stays.map(({ from }) => from).toSorted()[0] ?? at
      const times = { created_at: created, modified_at: created, deleted_at: null }
      const list = { id: idOf('watchlist', type), tenant_id: root.tenant_id, list_type: type }
      return { ...list, title: null, description: null, ...times }
    }),
  )
  await insertAll(
    db,
    'watchlist_rule',
    begun.map((stay) => ruleOf(stay, at)),
  )
}

/** What is going to end stands open: nobody knows. */
const ruleOf = ({ type, userId, email, from, to }: SampleMembership, at: string): NewRow<'watchlist_rule'> => ({
  ...{ watchlist_id: idOf('watchlist', type), kind: 'included', subject: userId, label: email, from_at: from },
  to_at: to !== null && to <= at ? to : null,
})
