import type { ControlStore, NewRow } from '@spillway/control-store'
import { type ActorProfile, decodeProfile, emptyProfile, encodeProfile, mergeProfiles } from '@spillway/detection'
import { sql } from 'kysely'
import { chunksOf } from '../../platform/chunks.ts'

/** Profiles by actor. */
export type Profiles = ReadonlyMap<string, ActorProfile>

/** Another node that writes profiles. */
export interface Peer {
  readonly node: number
  /** Until when it is certainly there, ISO 8601; null when it said that it leaves. */
  readonly leasedUntil: string | null
}

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  /** Number of this node. */
  readonly node: number
  readonly clock: () => Date
}

const largestQuestion = 5_000
/** Rows that one statement writes: with SQLite, the event loop stands still meanwhile. */
const writtenAtOnce = 200

export type BehaviorRepository = ReturnType<typeof createBehaviorRepository>

/** What is kept of profiles, and how far each node's events are part of it. */
export const createBehaviorRepository = ({ store: { db }, node, clock }: Dependencies) => {
  const rowsOf = async (actorIds: readonly string[]) => {
    const question = db.selectFrom('behavior_profile').select(['actor_id', 'profile', 'revision'])
    return new Map((await question.where('actor_id', 'in', actorIds).execute()).map((row) => [row.actor_id, row]))
  }

  /** Joins what is stored with what was learned since. Another node may come first: then it is read again. */
  const writeSome = async (profiles: Profiles): Promise<Profiles> => {
    let waiting: readonly string[] = [...profiles.keys()]
    const written = new Map<string, ActorProfile>()
    while (waiting.length > 0) {
      const stored = await rowsOf(waiting)
      for (const id of waiting) {
        const known = stored.get(id)
        const own = profiles.get(id) ?? emptyProfile
        written.set(id, known ? mergeProfiles(profileOf(known), own) : own)
      }
      const rows = waiting.map((id) => ({
        ...{ actor_id: id, profile: encodeProfile(written.get(id) ?? emptyProfile) },
        ...{ revision: (stored.get(id)?.revision ?? 0) + 1, node, updated_at: clock().toISOString() },
      }))
      const taken = await put(rows)
      waiting = waiting.filter((id) => !taken.has(id))
    }
    return written
  }

  /** Ids of the rows that nobody had changed since they were read. */
  const put = async (rows: NewRow<'behavior_profile'>[]): Promise<ReadonlySet<string>> => {
    const taken = await db
      .insertInto('behavior_profile')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column('actor_id')
          .doUpdateSet(({ ref }) => ({
            profile: ref('excluded.profile'),
            revision: ref('excluded.revision'),
            node: ref('excluded.node'),
            updated_at: ref('excluded.updated_at'),
          }))
          .where('behavior_profile.revision', '=', sql<number>`excluded.revision - 1`),
      )
      .returning('actor_id')
      .execute()
    return new Set(taken.map(({ actor_id }) => actor_id))
  }

  return {
    /** Profiles of those that have one. */
    async load(actorIds: readonly string[]): Promise<Profiles> {
      const profiles = new Map<string, ActorProfile>()
      for (const asked of chunksOf(actorIds, largestQuestion))
        for (const [id, row] of await rowsOf(asked)) profiles.set(id, profileOf(row))
      return profiles
    },

    /** Adds to what is stored; `onWritten` gets the profiles as they are then, some at a time. */
    async write(profiles: Profiles, onWritten: (written: Profiles) => void): Promise<void> {
      // In one order everywhere, so that two nodes do not wait for each other.
      const ids = [...profiles.keys()].toSorted()
      for (const some of chunksOf(ids, writtenAtOnce))
        onWritten(await writeSome(new Map(some.map((id) => [id, profiles.get(id) ?? emptyProfile]))))
    },

    /** Profiles that other nodes wrote from an instant on. */
    async changedElsewhere(since: Date): Promise<Profiles> {
      const rows = await db
        .selectFrom('behavior_profile')
        .select(['actor_id', 'profile'])
        .where('updated_at', '>=', since.toISOString())
        .where('node', '<>', node)
        .execute()
      return new Map(rows.map((row) => [row.actor_id, profileOf(row)]))
    },

    /** Sequence number up to which the events of a node are part of what is stored; 0 for none. */
    async position(of: number): Promise<number> {
      const row = await db.selectFrom('behavior_position').select('seq').where('node', '=', of).executeTakeFirst()
      return row?.seq ?? 0
    },

    /** Notes how far nodes have come; none goes back. */
    async advance(positions: ReadonlyMap<number, number>): Promise<void> {
      const updated_at = clock().toISOString()
      for (const [of, seq] of positions)
        await db
          .insertInto('behavior_position')
          .values({ node: of, seq, updated_at })
          .onConflict((conflict) =>
            conflict.column('node').doUpdateSet({ seq, updated_at }).where('behavior_position.seq', '<', seq),
          )
          .execute()
    },

    async peers(): Promise<readonly Peer[]> {
      const rows = await db.selectFrom('node').select(['id', 'lease_expires_at']).where('id', '<>', node).execute()
      return rows.map(({ id, lease_expires_at }) => ({ node: id, leasedUntil: lease_expires_at }))
    },
  }
}

/** What another version wrote tells nothing. */
const profileOf = ({ profile }: { readonly profile: Uint8Array }): ActorProfile =>
  decodeProfile(profile) ?? emptyProfile
