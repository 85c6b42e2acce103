import type { ControlStore, Database, Row } from '@spillway/control-store'
import { sql } from 'kysely'

export type RuleKind = Row<'watchlist_rule'>['kind']

/** Whom a rule is about, and what that is called. */
export interface Subject {
  readonly subject: string
  readonly label: string
}

export interface StandingRule extends Subject {
  readonly from_at: string
  /** False when users, departments or groups no longer know the subject. */
  readonly isThere: boolean
}

export interface Slice {
  readonly offset: number
  readonly limit: number
}

/** Which open rules to read: of one list and kind, all of them or one. */
export interface RuleQuery {
  readonly watchlistId: string
  readonly kind: RuleKind
  readonly subject?: string
}

const presentName = (kind: RuleKind) => sql<string | null>`coalesce(${sql.join(places[kind].map(nameIn))}, null)`

const nameIn = ({ table, id, name }: Place) =>
  sql`(select ${sql.ref(name)} from ${sql.table(table)} where ${sql.ref(id)} = rule.subject)`

/** Where names of subjects are. */
interface Place {
  readonly table: string
  readonly id: string
  readonly name: string
}
const people: readonly Place[] = [
  { table: 'user', id: 'uid', name: 'username' },
  { table: 'cloud_actor', id: 'id', name: 'name' },
]
const places: Readonly<Record<RuleKind, readonly Place[]>> = {
  included: people,
  excluded: people,
  department: [{ table: 'department', id: 'id', name: 'name' }],
  group: [{ table: 'directory_group', id: 'id', name: 'name' }],
}

export type RulesRepository = ReturnType<typeof createRulesRepository>

/** Rules by which people are on lists. A rule is never changed but by its end. */
export const createRulesRepository = ({ db: store }: ControlStore) => {
  const open = ({ watchlistId, kind, subject }: RuleQuery) => {
    const rules = store
      .selectFrom('watchlist_rule as rule')
      .where('rule.watchlist_id', '=', watchlistId)
      .where('rule.kind', '=', kind)
      .where('rule.to_at', 'is', null)
    return subject === undefined ? rules : rules.where('rule.subject', '=', subject)
  }

  return {
    /** Open rules by present name of their subjects. */
    page: async (query: RuleQuery, { offset, limit }: Slice): Promise<StandingRule[]> => {
      const name = presentName(query.kind)
      const rows = await open(query)
        .select(['rule.subject', 'rule.from_at', 'rule.label', name.as('name')])
        .orderBy(sql`coalesce(${name}, rule.label)`)
        .orderBy('rule.subject')
        .offset(offset)
        .limit(limit)
        .execute()
      return rows.map(({ name, label, ...rule }) => ({ ...rule, label: name ?? label, isThere: name !== null }))
    },

    count: async (query: RuleQuery): Promise<number> => {
      const all = open(query).select(({ fn }) => fn.countAll<number>().as('rows'))
      return Number((await all.executeTakeFirstOrThrow()).rows)
    },

    /** How many open rules of each kind these lists have. */
    counts: async (watchlistIds: readonly string[]) => {
      if (watchlistIds.length === 0) return []
      return store
        .selectFrom('watchlist_rule')
        .select(({ fn }) => ['watchlist_id', 'kind', fn.countAll<number>().as('rows')])
        .where('watchlist_id', 'in', watchlistIds)
        .where('to_at', 'is', null)
        .groupBy(['watchlist_id', 'kind'])
        .execute()
    },

    /** Opens rules for those that have none open. */
    begin: async (
      db: Database,
      rule: { readonly watchlistId: string; readonly kind: RuleKind },
      subjects: readonly Subject[],
      at: string,
    ): Promise<void> => {
      const row = { watchlist_id: rule.watchlistId, kind: rule.kind, from_at: at }
      await db
        .insertInto('watchlist_rule')
        .values(subjects.map((subject) => ({ ...row, ...subject })))
        .onConflict((conflict) =>
          conflict.columns(['watchlist_id', 'kind', 'subject']).where('to_at', 'is', null).doNothing(),
        )
        .execute()
    },

    /** Ends open rules, of one kind and these subjects, or all. What began at this very instant never was. */
    end: async (
      db: Database,
      watchlistId: string,
      rule: { readonly kind: RuleKind; readonly subjects: readonly string[] } | null,
      at: string,
    ): Promise<void> => {
      let never = db.deleteFrom('watchlist_rule').where('watchlist_id', '=', watchlistId).where('to_at', 'is', null)
      let ending = db.updateTable('watchlist_rule').set({ to_at: at }).where('watchlist_id', '=', watchlistId)
      ending = ending.where('to_at', 'is', null)
      if (rule) never = never.where('kind', '=', rule.kind).where('subject', 'in', rule.subjects)
      if (rule) ending = ending.where('kind', '=', rule.kind).where('subject', 'in', rule.subjects)
      await never.where('from_at', '>=', at).execute()
      await ending.execute()
    },
  }
}
