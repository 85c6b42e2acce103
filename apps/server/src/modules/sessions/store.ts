import type { NewRow } from '@spillway/control-store'
import { chunksOf } from '../../platform/chunks.ts'
import type { AlertTransaction } from '../alerts/index.ts'
import type { SessionRow } from './content.ts'
import type { Turn } from './turn.ts'

/** Rows of one statement: as many as its parameters allow, with room to spare. */
const rowsAtOnce = 200

/** Sessions by their ids; those that are not there are left out. */
export const readSessions = async (
  within: AlertTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SessionRow>> => {
  const known = new Map<string, SessionRow>()
  for (const some of chunksOf(ids, rowsAtOnce))
    for (const row of await within.selectFrom('session').selectAll().where('id', 'in', some).execute())
      known.set(row.id, row)
  return known
}

/** Stores sessions and what is new in their histories, in one order everywhere. */
export const writeSessions = async (within: AlertTransaction, turns: readonly Turn[]): Promise<void> => {
  const inOrder = turns.toSorted((left, right) => (left.row.id < right.row.id ? -1 : 1))
  for (const some of chunksOf(
    inOrder.map(({ row }) => row),
    rowsAtOnce,
  ))
    await upsert(within, some)
  for (const { row, isReopened } of inOrder) if (isReopened) await reopen(within, row.id)
  for (const some of chunksOf(
    inOrder.flatMap(({ marks }) => marks),
    rowsAtOnce,
  ))
    await within
      .insertInto('session_mark')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  await addEntries(
    within,
    inOrder.flatMap(({ entries }) => entries),
  )
}

/** Adds to histories of sessions. */
export const addEntries = async (
  within: AlertTransaction,
  entries: readonly NewRow<'session_entry'>[],
): Promise<void> => {
  for (const some of chunksOf(entries, rowsAtOnce)) await within.insertInto('session_entry').values(some).execute()
}

/** The state is left alone: somebody may be setting it at this moment. */
const upsert = async (within: AlertTransaction, rows: readonly NewRow<'session'>[]): Promise<void> => {
  await within
    .insertInto('session')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(({ ref }) => ({
        actor: ref('excluded.actor'),
        begin_at: ref('excluded.begin_at'),
        end_at: ref('excluded.end_at'),
        score: ref('excluded.score'),
        severity: ref('excluded.severity'),
        is_shown: ref('excluded.is_shown'),
        alert_count: ref('excluded.alert_count'),
        first_observed: ref('excluded.first_observed'),
        last_updated: ref('excluded.last_updated'),
        content: ref('excluded.content'),
      })),
    )
    .execute()
}

const reopen = async (within: AlertTransaction, id: string): Promise<void> => {
  await within.updateTable('session').set({ state: 'OPEN_NEW_DATA' }).where('id', '=', id).execute()
}
