import { type ControlStore, type Database, isUniqueViolation } from '@spillway/control-store'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { Audit } from '../audit/index.ts'
import { usernameKey } from '../identity/index.ts'
import type { ActorRecord } from './records.ts'
import type { ActorRows } from './rows.ts'
import { type Actors, actorNotFound } from './service.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly actors: Actors
  readonly rows: ActorRows
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
}

/** Names in cloud services that one actor bears, the user name among them. */
const maximumNames = 2

export type ActorAliases = ReturnType<typeof createActorAliases>

/** Names of actors in cloud services. A name means one actor. */
export const createActorAliases = ({ store, actors, rows, audit, clock }: Dependencies) => {
  const change = async (
    caller: Caller,
    id: string,
    work: (db: Database, actor: ActorRecord, at: string) => Promise<void>,
  ) => {
    const actor = await actors.changeable(caller, id)
    if (actor.isCloudAccount) throw actorNotFound()
    const at = clock().toISOString()
    await store.transaction(async (db) => {
      // Whoever changes the same actor's names waits here, so that the limit holds.
      await rows.lock(db, actor.tenant_id, [actor.id], at)
      await work(db, actor, at)
    })
    audit.record({ type: 'actor_aliases_changed', actor: caller, details: { actorId: actor.id } })
    return actors.changeable(caller, id)
  }

  return {
    /** Adds names; those the actor bears already stay. */
    add: (caller: Caller, id: string, names: readonly string[]): Promise<ActorRecord> =>
      change(caller, id, async (db, actor, at) => {
        const held = new Set([usernameKey(actor.name), ...(await keysOf(db, actor.id))])
        const wanted = new Map(names.map((name) => [usernameKey(name), name]))
        const added = [...wanted].filter(([key]) => !held.has(key))
        if (held.size + added.length > maximumNames) throw tooMany()
        for (const [key, name] of added) await insert(db, actor, { key, name, at })
      }),

    /** Takes names away; the user name stays, and so does what is another's. */
    remove: (caller: Caller, id: string, names: readonly string[]): Promise<ActorRecord> =>
      change(caller, id, async (db, actor) => {
        const keys = names.map(usernameKey)
        if (keys.length === 0) return
        await db.deleteFrom('actor_alias').where('actor_id', '=', actor.id).where('name_key', 'in', keys).execute()
      }),
  }
}

const keysOf = async (db: Database, actorId: string): Promise<string[]> => {
  const rows = await db.selectFrom('actor_alias').select('name_key').where('actor_id', '=', actorId).execute()
  return rows.map(({ name_key }) => name_key)
}

const insert = async (
  db: Database,
  actor: ActorRecord,
  { key, name, at }: { readonly key: string; readonly name: string; readonly at: string },
): Promise<void> => {
  const holder = await db.selectFrom('user').select('uid').where('username_key', '=', key).executeTakeFirst()
  if (holder) throw taken(name)
  const row = { tenant_id: actor.tenant_id, name_key: key, actor_id: actor.id, name, created_at: at }
  try {
    await db.insertInto('actor_alias').values(row).execute()
  } catch (error) {
    throw isUniqueViolation(error) ? taken(name) : error
  }
}

const taken = (name: string): SpillwayError =>
  new SpillwayError('CONFLICT', { field: 'body.cloudAliases', reason: `${name} is the name of another actor` })

/** In the words that py42 looks for. */
const tooMany = (): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', {
    field: 'body.cloudAliases',
    reason: `Cloud usernames must be less than or equal to ${maximumNames}`,
  })
