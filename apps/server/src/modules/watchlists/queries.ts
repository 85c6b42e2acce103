import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Lists } from './lists.ts'
import type { ListRow } from './lists-repository.ts'
import type { MembersRepository } from './members-repository.ts'
import type { Memberships } from './memberships.ts'
import type { RuleCounts } from './present.ts'
import { notOnList } from './refusals.ts'
import type { RuleKind, RulesRepository } from './rules-repository.ts'

interface Dependencies {
  readonly lists: Lists
  readonly rules: RulesRepository
  readonly members: MembersRepository
  readonly memberships: Memberships
  readonly clock: Clock
}

export interface Page {
  readonly page: number
  readonly page_size: number
}

export type Queries = ReturnType<typeof createQueries>

/** What is read of lists: counts, rules and members. */
export const createQueries = ({ lists, rules, members, memberships, clock }: Dependencies) => {
  const counts = async (found: readonly ListRow[]): Promise<(id: string) => RuleCounts> => {
    const rows = Map.groupBy(await rules.counts(found.map(({ id }) => id)), ({ watchlist_id }) => watchlist_id)
    return (id) => new Map(rows.get(id)?.map(({ kind, rows }) => [kind, Number(rows)]))
  }

  return {
    counts,

    countsOf: async (list: ListRow): Promise<RuleCounts> => (await counts([list]))(list.id),

    /** Ids of the lists somebody is on now. */
    listsOf: async (userUid: string): Promise<string[]> =>
      (await memberships.of([userUid])).at(userUid, clock()).map(({ watchlistId }) => watchlistId),

    async rules(caller: Caller, watchlistId: string, kind: RuleKind, page: Page) {
      await lists.read(caller, watchlistId)
      const query = { watchlistId, kind }
      const [rows, totalCount] = await Promise.all([rules.page(query, sliceOf(page)), rules.count(query)])
      return { rows, totalCount }
    },

    async rule(caller: Caller, watchlistId: string, kind: RuleKind, subject: string | undefined, noun: string) {
      await lists.read(caller, watchlistId)
      const query = { watchlistId, kind, subject: subject ?? '' }
      const [rule] = await rules.page(query, { offset: 0, limit: 1 })
      if (!rule) throw notOnList(noun)
      return rule
    },

    async members(caller: Caller, watchlistId: string, page: Page) {
      await lists.read(caller, watchlistId)
      const [rows, totalCount] = await Promise.all([
        members.page(watchlistId, sliceOf(page)),
        members.count(watchlistId),
      ])
      return { rows, totalCount }
    },

    async member(caller: Caller, watchlistId: string, uid: string, noun: string) {
      await lists.read(caller, watchlistId)
      const [member] = await members.page(watchlistId, { offset: 0, limit: 1 }, uid)
      if (!member) throw notOnList(noun)
      return member
    },
  }
}

const sliceOf = ({ page, page_size }: Page) => ({ offset: (page - 1) * page_size, limit: page_size })
