import type { ControlStore, Database, NewRow, Row } from '@spillway/control-store'

export type AccountMessageRow = Row<'account_message'>

/** How a try ended: what becomes of the message. */
export type Settlement =
  | { readonly state: 'delivered'; readonly problem: null }
  | { readonly state: 'dead'; readonly problem: string }
  | { readonly state: 'waiting'; readonly problem: string; readonly dueAt: string }

interface Lease {
  readonly claim: string
  readonly now: string
  /** When others may take over. */
  readonly until: string
}

export type Outbox = ReturnType<typeof createOutbox>

/**
 * Mail to users, for any number of processes. Whoever claims a message may try until its lease is over; only who still
 * holds the claim can say how it ended.
 */
export const createOutbox = ({ db }: Pick<ControlStore, 'db'>) => ({
  /** Puts a message in place of what still waits for the user: that bears a secret which is void. */
  put: async (within: Database, message: NewRow<'account_message'>): Promise<void> => {
    await within
      .updateTable('account_message')
      .set({ state: 'dead', problem: 'Another took its place', claim: null, settled_at: message.created_at })
      .where('user_uid', '=', message.user_uid)
      .where('state', '=', 'waiting')
      .execute()
    await within.insertInto('account_message').values(message).execute()
  },

  /** When messages to a user were issued, after an instant. */
  issuedSince: async (within: Database, userUid: string, since: string): Promise<readonly string[]> => {
    const rows = within
      .selectFrom('account_message')
      .select('created_at')
      .where('user_uid', '=', userUid)
      .where('created_at', '>', since)
    return (await rows.execute()).map(({ created_at }) => created_at)
  },

  /** Takes the oldest that are due. The second look at the conditions is for who was faster meanwhile. */
  claim: (limit: number, { claim, now, until }: Lease): Promise<AccountMessageRow[]> =>
    db
      .updateTable('account_message')
      .set({ claim, due_at: until })
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('account_message as due')
          .select('due.id')
          .where('due.state', '=', 'waiting')
          .where('due.due_at', '<=', now)
          .orderBy('due.due_at')
          .orderBy('due.id')
          .limit(limit),
      )
      .where('state', '=', 'waiting')
      .where('due_at', '<=', now)
      .returningAll()
      .execute(),

  settle: async (claimed: AccountMessageRow, at: string, { state, problem, ...more }: Settlement): Promise<void> => {
    await db
      .updateTable('account_message')
      .set({ state, problem, claim: null, attempts: Number(claimed.attempts) + 1 })
      .set('dueAt' in more ? { due_at: more.dueAt } : { settled_at: at })
      .where('id', '=', claimed.id)
      .where('claim', '=', claimed.claim)
      .execute()
  },

  /** Frees what processes held that are gone. */
  releaseAll: async (at: string): Promise<void> => {
    await db
      .updateTable('account_message')
      .set({ claim: null, due_at: at })
      .where('state', '=', 'waiting')
      .where('claim', 'is not', null)
      .execute()
  },

  /** Forgets what was settled before an instant. */
  forget: async (before: string): Promise<void> => {
    await db.deleteFrom('account_message').where('state', '!=', 'waiting').where('settled_at', '<', before).execute()
  },
})
