import type { ControlStore, Database } from '@spillway/control-store'
import { nameKey } from '../identity/index.ts'
import { type Noun, subjectRefused } from './refusals.ts'
import type { RuleKind, Subject } from './rules-repository.ts'

export type Subjects = ReturnType<typeof createSubjects>

/** Finds whom a call names: actors and directory groups by id, departments by name. */
export const createSubjects = ({ db: store }: ControlStore) => {
  /** Users, and accounts of cloud services that no user is behind. */
  const people = (db: Database, tenantId: string, ids: readonly string[]) =>
    db
      .selectFrom('user')
      .select(['uid as subject', 'username as label', 'uid as given'])
      .where('tenant_id', '=', tenantId)
      .where('uid', 'in', ids)
      .unionAll(
        db
          .selectFrom('cloud_actor')
          .select(['id as subject', 'name as label', 'id as given'])
          .where('tenant_id', '=', tenantId)
          .where('id', 'in', ids),
      )
      .execute()

  const departments = (db: Database, tenantId: string, names: readonly string[]) =>
    db
      .selectFrom('department')
      .select(['id as subject', 'name as label', 'name_key as given'])
      .where('tenant_id', '=', tenantId)
      .where('name_key', 'in', names.map(nameKey))
      .execute()

  const groups = (db: Database, tenantId: string, ids: readonly string[]) =>
    db
      .selectFrom('directory_group')
      .select(['id as subject', 'name as label', 'id as given'])
      .where('tenant_id', '=', tenantId)
      .where('id', 'in', ids)
      .execute()

  /** Groups that the directory gave up may still be on a list, and be taken off it. */
  const formerGroups = (db: Database, watchlistId: string, ids: readonly string[]) =>
    db
      .selectFrom('watchlist_rule')
      .select(['subject', 'label', 'subject as given'])
      .where('watchlist_id', '=', watchlistId)
      .where('kind', '=', 'group')
      .where('subject', 'in', ids)
      .execute()

  return {
    /** Every one of them, once; refuses the call over one that is not there. */
    async require(
      db: Database,
      kind: RuleKind,
      { tenantId, watchlistId, names, noun }: Wanted,
    ): Promise<readonly Subject[]> {
      const found =
        kind === 'department'
          ? await departments(db, tenantId, names)
          : kind === 'group'
            ? [...(await groups(db, tenantId, names)), ...(await formerGroups(db, watchlistId, names))]
            : await people(db, tenantId, names)
      const known = new Map(found.map(({ given, subject, label }) => [given, { subject, label }]))
      const keyOf = (name: string) => (kind === 'department' ? nameKey(name) : name)
      const unknown = names.find((name) => !known.has(keyOf(name)))
      if (unknown !== undefined) throw subjectRefused(nounOf(kind, noun), unknown)
      return [...new Set(names.map(keyOf))].flatMap((key) => known.get(key) ?? [])
    },

    /** Id of a department by name. */
    departmentId: async (tenantId: string, name: string): Promise<string | undefined> =>
      (await departments(store, tenantId, [name]))[0]?.subject,
  }
}

export interface Wanted {
  readonly tenantId: string
  readonly watchlistId: string
  readonly names: readonly string[]
  /** How the caller's version speaks of people. */
  readonly noun: Noun
}

const nounOf = (kind: RuleKind, noun: Noun): string => {
  if (kind === 'department') return 'Department'
  return kind === 'group' ? 'Directory group' : noun
}
