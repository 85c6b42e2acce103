import type { ControlStore } from '@spillway/control-store'
import { sql } from 'kysely'
import type { Slice } from './rules-repository.ts'

export interface Member {
  readonly uid: string
  readonly username: string
  /** When the first of the rules took hold by which the user is a member now. */
  readonly since: string
}

export type MembersRepository = ReturnType<typeof createMembersRepository>

/** Who is on a list now: computed from its open rules and from who is in which department and group. */
export const createMembersRepository = ({ db }: ControlStore) => {
  const rules = (watchlistId: string, kind: 'included' | 'department' | 'group') =>
    db
      .selectFrom('watchlist_rule as rule')
      .where('rule.watchlist_id', '=', watchlistId)
      .where('rule.kind', '=', kind)
      .where('rule.to_at', 'is', null)

  const byDepartment = (watchlistId: string) =>
    rules(watchlistId, 'department')
      .innerJoin('department_membership as place', 'place.department_id', 'rule.subject')
      .where('place.to_at', 'is', null)
      .select(['place.user_uid', later('rule.from_at', 'place.from_at').as('since')])

  const byGroup = (watchlistId: string) =>
    rules(watchlistId, 'group')
      .innerJoin('group_membership as place', 'place.group_id', 'rule.subject')
      .where('place.to_at', 'is', null)
      .select(['place.user_uid', later('rule.from_at', 'place.from_at').as('since')])

  const members = (watchlistId: string, uid?: string) => {
    const all = db
      .selectFrom(
        rules(watchlistId, 'included')
          .select(['rule.subject as user_uid', 'rule.from_at as since'])
          .unionAll(byDepartment(watchlistId))
          .unionAll(byGroup(watchlistId))
          .as('way'),
      )
      .leftJoin('user', 'user.uid', 'way.user_uid')
      .leftJoin('cloud_actor as account', 'account.id', 'way.user_uid')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('watchlist_rule as exclusion')
              .select('exclusion.subject')
              .where('exclusion.watchlist_id', '=', watchlistId)
              .where('exclusion.kind', '=', 'excluded')
              .where('exclusion.to_at', 'is', null)
              .whereRef('exclusion.subject', '=', 'way.user_uid'),
          ),
        ),
      )
    return uid === undefined ? all : all.where('way.user_uid', '=', uid)
  }

  return {
    page: (watchlistId: string, { offset, limit }: Slice, uid?: string): Promise<Member[]> =>
      members(watchlistId, uid)
        .select(({ fn, ref }) => [
          'way.user_uid as uid',
          fn.coalesce('user.username', 'account.name', ref('way.user_uid')).as('username'),
          fn.min<string>(ref('way.since')).as('since'),
        ])
        .groupBy(['way.user_uid', 'user.username', 'user.username_key', 'account.name', 'account.name_key'])
        .orderBy(({ fn }) => fn.coalesce('user.username_key', 'account.name_key'))
        .orderBy('way.user_uid')
        .offset(offset)
        .limit(limit)
        .execute(),

    count: async (watchlistId: string): Promise<number> => {
      const all = members(watchlistId).select(({ fn }) => fn.count<number>('way.user_uid').distinct().as('rows'))
      return Number((await all.executeTakeFirstOrThrow()).rows)
    },
  }
}

const later = (one: string, other: string) =>
  sql<string>`case when ${sql.ref(one)} > ${sql.ref(other)} then ${sql.ref(one)} else ${sql.ref(other)} end`
