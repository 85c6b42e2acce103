import type { ControlStore } from '@spillway/control-store'
import { sql } from 'kysely'
import type { AlertTransaction } from '../alerts/index.ts'

/** Sets what is done for actors apart from other advisory locks of the database. */
const namespace = 39

/**
 * Keeps other processes off what is stored of some actors until the transaction ends: activity under several names, each
 * in a shard of its own, may turn out to be one actor's. In one order, so that two transactions never wait for each other.
 */
export const lockActors =
  ({ dialect }: Pick<ControlStore, 'dialect'>) =>
  async (within: AlertTransaction, actorKeys: readonly string[]): Promise<void> => {
    // SQLite lets one transaction write at a time.
    if (dialect === 'sqlite' || actorKeys.length === 0) return
    await sql`
      select pg_advisory_xact_lock(${namespace}, number)
      from (select distinct hashtext(key) as number from unnest(${[...new Set(actorKeys)]}::text[]) as key
            order by number) as ordered`.execute(within)
  }
