import type { Database } from '@spillway/control-store'

export interface Slice {
  readonly offset: number
  readonly limit: number
}

type ActorRow = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

/** An actor with everything that is shown of it. */
export type ActorRecord = ActorRow & {
  /** Names in cloud services, the oldest first. */
  readonly aliases: readonly string[]
  /** Whether an active machine of it is watched. */
  readonly inScope: boolean
  /** True of accounts that no user is behind. */
  readonly isCloudAccount: boolean
}

/** Users with all that is shown of their actors. */
export const rowsOf = (db: Database) =>
  db
    .selectFrom('user')
    .leftJoin('actor', 'actor.id', 'user.uid')
    .leftJoin('directory_profile as profile', 'profile.user_uid', 'user.uid')
    .leftJoin('department', 'department.id', 'profile.department_id')
    .leftJoin('user as manager', 'manager.uid', 'profile.manager_uid')
    .leftJoin('directory_profile as manager_profile', 'manager_profile.user_uid', 'profile.manager_uid')
    .select(['user.uid as id', 'user.tenant_id', 'user.username as name', 'user.active'])
    .select(['user.first_name', 'user.last_name', 'profile.display_name'])
    .select(['actor.parent_id', 'actor.notes', 'actor.start_date', 'actor.end_date'])
    .select(['profile.title', 'profile.division', 'profile.employment_type', 'department.name as department'])
    .select(['profile.locality', 'profile.region', 'profile.country', 'profile.manager_uid'])
    .select(['manager.username as manager_name', 'manager_profile.display_name as manager_display_name'])
    .select(['manager.first_name as manager_first_name', 'manager.last_name as manager_last_name'])

/** With what other tables tell of these actors. */
export const completed = async (db: Database, rows: readonly ActorRow[]): Promise<ActorRecord[]> => {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const aliases = await db
    .selectFrom('actor_alias')
    .select(['actor_id', 'name'])
    .where('actor_id', 'in', ids)
    .orderBy('created_at')
    .orderBy('name_key')
    .execute()
  const machines = await db
    .selectFrom('agent')
    .select('user_uid')
    .distinct()
    .where('user_uid', 'in', ids)
    .where('active', '=', 1)
    .execute()
  const byActor = Map.groupBy(aliases, ({ actor_id }) => actor_id)
  const watched = new Set(machines.map(({ user_uid }) => user_uid))
  return rows.map((row) => ({
    ...row,
    aliases: (byActor.get(row.id) ?? []).map(({ name }) => name),
    inScope: watched.has(row.id),
    isCloudAccount: false,
  }))
}
