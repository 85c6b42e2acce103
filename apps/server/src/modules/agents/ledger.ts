import type { Database, NewRow, Row } from '@spillway/control-store'
import type { Transaction } from './repository.ts'

/** A stored batch and its place in an agent's stream. */
export interface Arrival {
  readonly agentUid: string
  readonly stream: string
  readonly first: number
  readonly last: number
  /** Events the agent lost before they got a number. */
  readonly dropped: number
  /** Events of the batch that were refused as invalid. */
  readonly rejected: number
  /** Names the batch; a repeat of it is noticed by this. */
  readonly batch: string
}

type Gap = Row<'loss_ledger'>
type Entry = NewRow<'loss_ledger'>

/** A run of numbers of an agent's stream. */
export type Run = Pick<Arrival, 'agentUid' | 'stream' | 'first' | 'last'>

interface Dependencies {
  readonly clock: () => Date
  readonly newId: () => string
}

/**
 * Turns what agents number and count into rows that an administrator can see. A gap is opened by the batch that comes
 * after it and closed, wholly or in part, by the late batch that fills it.
 */
export const createLossLedger = ({ clock, newId }: Dependencies) => {
  const record = async (transaction: Transaction, arrival: Arrival): Promise<void> => {
    const now = clock().toISOString()
    const agent = await transaction
      .selectFrom('agent')
      .select(['stream', 'next_expected'])
      .where('uid', '=', arrival.agentUid)
      .executeTakeFirst()
    if (!agent) return
    const expected = agent.stream === arrival.stream ? agent.next_expected : 1
    if (arrival.first > expected) await add(transaction, [gapOf(arrival, expected, now)])
    else await fillGaps(transaction, arrival, now)
    await add(transaction, lossesOf(arrival, now))
    await transaction
      .updateTable('agent')
      .set({ stream: arrival.stream, next_expected: Math.max(expected, arrival.last + 1), last_connected_at: now })
      .where('uid', '=', arrival.agentUid)
      .execute()
  }

  const gapOf = (arrival: Arrival, firstMissing: number, now: string): Entry => ({
    ...entryOf(arrival, 'gap', now),
    id: newId(),
    first_missing: firstMissing,
    last_missing: arrival.first - 1,
    count: arrival.first - firstMissing,
  })

  /** True when every number of the run came with a batch that was stored. */
  const hasArrived = async (db: Database, run: Run): Promise<boolean> => {
    const agent = await db
      .selectFrom('agent')
      .select('next_expected')
      .where('uid', '=', run.agentUid)
      .where('stream', '=', run.stream)
      .executeTakeFirst()
    if (!agent || run.last >= agent.next_expected) return false
    return (await openGaps(db, run).executeTakeFirst()) === undefined
  }

  const fillGaps = async (transaction: Transaction, arrival: Arrival, now: string): Promise<void> => {
    for (const gap of await openGaps(transaction, arrival).execute()) await fillGap(transaction, gap, arrival, now)
  }

  /** The row keeps the part that was filled; what is still missing goes on in rows of its own. */
  const fillGap = async (transaction: Transaction, gap: Gap, arrival: Arrival, now: string): Promise<void> => {
    const first = Math.max(gap.first_missing, arrival.first)
    const last = Math.min(gap.last_missing, arrival.last)
    const filled = { first_missing: first, last_missing: last, count: last - first + 1, resolved_at: now }
    await transaction.updateTable('loss_ledger').set(filled).where('id', '=', gap.id).execute()
    const rest = [span(gap, gap.first_missing, first - 1), span(gap, last + 1, gap.last_missing)]
    await add(
      transaction,
      rest.filter(({ count }) => count > 0),
    )
  }

  const span = (gap: Gap, first: number, last: number): Entry => ({
    ...gap,
    id: newId(),
    first_missing: first,
    last_missing: last,
    count: last - first + 1,
  })

  return { record, hasArrived }
}

export type LossLedger = ReturnType<typeof createLossLedger>

/** Gaps that still stand and overlap the run. */
const openGaps = (db: Database, { agentUid, stream, first, last }: Run) =>
  db
    .selectFrom('loss_ledger')
    .selectAll()
    .where('agent_uid', '=', agentUid)
    .where('stream', '=', stream)
    .where('reason', '=', 'gap')
    .where('resolved_at', 'is', null)
    .where('first_missing', '<=', last)
    .where('last_missing', '>=', first)

const entryOf = ({ agentUid, stream }: Arrival, reason: 'gap' | 'dropped' | 'rejected', now: string) => ({
  agent_uid: agentUid,
  stream,
  reason,
  detected_at: now,
  resolved_at: null,
})

/** Losses named after their batch, so that recording the batch again adds nothing. */
const lossesOf = (arrival: Arrival, now: string): Entry[] => {
  const { batch, first, last, dropped, rejected } = arrival
  const losses: Entry[] = [
    {
      ...entryOf(arrival, 'dropped', now),
      id: `${batch}-dropped`,
      first_missing: first,
      last_missing: first,
      count: dropped,
    },
    {
      ...entryOf(arrival, 'rejected', now),
      id: `${batch}-rejected`,
      first_missing: first,
      last_missing: last,
      count: rejected,
    },
  ]
  return losses.filter(({ count }) => count > 0)
}

const add = async (transaction: Transaction, entries: readonly Entry[]): Promise<void> => {
  if (entries.length === 0) return
  await transaction
    .insertInto('loss_ledger')
    .values([...entries])
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
