import { type ControlStore, revisionOf } from '@spillway/control-store'
import { sql } from 'kysely'

/** Whose an event is. */
export interface KnownActor {
  readonly actorId: string
  readonly name: string
  readonly parentActorId: string | null
  /** The actor that activity counts for: the parent of the family, or the actor itself. */
  readonly attributedTo: string
}

export interface FoundActor {
  readonly key: string
  readonly actor: KnownActor
}

export type LookupRepository = ReturnType<typeof createLookupRepository>

/** Actors by what events tell of them. */
export const createLookupRepository = ({ db }: Pick<ControlStore, 'db'>, tenantId: () => string) => {
  const actors = () =>
    db
      .selectFrom('user')
      .leftJoin('actor', 'actor.id', 'user.uid')
      .where('user.tenant_id', '=', tenantId())
      .select(['user.uid', 'user.username', 'actor.parent_id'])
  return {
    revision: () => revisionOf(db, 'actors'),

    byIds: async (ids: readonly string[]): Promise<FoundActor[]> =>
      (await actors().where('user.uid', 'in', ids).execute()).map((row) => found(row.uid, row)),

    byUsernames: async (keys: readonly string[]): Promise<FoundActor[]> => {
      const rows = await actors().select('user.username_key as key').where('user.username_key', 'in', keys).execute()
      return rows.map((row) => found(row.key, row))
    },

    byAliases: async (keys: readonly string[]): Promise<FoundActor[]> => {
      const rows = await actors()
        .innerJoin('actor_alias', 'actor_alias.actor_id', 'user.uid')
        .where('actor_alias.tenant_id', '=', tenantId())
        .where('actor_alias.name_key', 'in', keys)
        .select('actor_alias.name_key as key')
        .execute()
      return rows.map((row) => found(row.key, row))
    },

    byCloudNames: async (keys: readonly string[]): Promise<FoundActor[]> => {
      const rows = await db
        .selectFrom('cloud_actor')
        .where('tenant_id', '=', tenantId())
        .where('name_key', 'in', keys)
        .select(['id as uid', 'name as username', 'name_key as key', 'parent_id'])
        .execute()
      return rows.map((row) => found(row.key, row))
    },

    byEmails: async (keys: readonly string[]): Promise<FoundActor[]> => {
      const email = sql<string>`lower(${sql.ref('user.email')})`
      const rows = await actors().where(email, 'in', keys).select(email.as('key')).orderBy('user.legacy_id').execute()
      return rows.map((row) => found(row.key, row))
    },
  }
}

interface LookupRow {
  readonly uid: string
  readonly username: string
  readonly parent_id: string | null
}

const found = (key: string, { uid, username, parent_id }: LookupRow): FoundActor => ({
  key,
  actor: { actorId: uid, name: username, parentActorId: parent_id, attributedTo: parent_id ?? uid },
})
