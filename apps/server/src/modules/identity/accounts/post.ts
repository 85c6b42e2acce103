import type { ControlStore, Database } from '@spillway/control-store'
import type { Clock } from '../../../platform/clock.ts'
import type { NewId } from '../../../platform/ids.ts'
import { hashSecret } from '../hashing.ts'
import type { MailSecrets } from './mail-secret.ts'
import type { Outbox } from './outbox.ts'
import { expiryOf, type SecretKind } from './secrets.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'transaction'>
  readonly outbox: Outbox
  readonly secrets: MailSecrets
  readonly clock: Clock
  readonly newId: NewId
}

/** Whom to write to. */
export interface Addressee {
  readonly uid: string
  readonly email: string
}

/** What became of a wish to write: `just-sent` and `too-many` keep a person's mailbox from being filled. */
export type Posting = { readonly expiresAt: string } | 'no-address' | 'just-sent' | 'too-many'

export interface Post {
  /** Issues a secret, in place of the one before, and queues the mail that takes it to the user, or does neither. */
  issue(user: Addressee, kind: SecretKind, options?: PostOptions): Promise<Posting>
}

interface PostOptions {
  /** Write nothing where a message went out only minutes ago: who asks from outside may ask again and again. */
  readonly isAsked?: boolean
  /** More to do in the same transaction; it may refuse. */
  readonly also?: (within: Database) => Promise<boolean>
}

const minute = 60_000
const day = 24 * 60 * minute
/** Messages to one person in a day, and the time between two that were asked for from outside. */
export const postLimits = { perDay: 5, pauseMinutes: 15 } as const

class NotPosted extends Error {
  readonly posting: Exclude<Posting, object>
  constructor(posting: Exclude<Posting, object>) {
    super(posting)
    this.posting = posting
  }
}

/** An address that mail can be tried to; whether there is such a mailbox, the mail server knows. */
const isAddress = (text: string): boolean => /^[^\s@<>"]+@[^\s@<>"]+$/.test(text)

/** Queues mail to users. */
export const createPost = ({ store, outbox, secrets, clock, newId }: Dependencies): Post => {
  const refuseTooMany = async (within: Database, uid: string, isAsked: boolean): Promise<void> => {
    const now = clock().getTime()
    const issued = await outbox.issuedSince(within, uid, new Date(now - day).toISOString())
    const pause = new Date(now - postLimits.pauseMinutes * minute).toISOString()
    if (isAsked && issued.some((at) => at > pause)) throw new NotPosted('just-sent')
    if (issued.length >= postLimits.perDay) throw new NotPosted('too-many')
  }

  const post = async ({ uid, email }: Addressee, kind: SecretKind, { isAsked = false, also }: PostOptions) => {
    const id = newId()
    const secret = await secrets(uid, id)
    const [at, expiresAt] = [clock().toISOString(), expiryOf(kind, clock())]
    await store.transaction(async (within) => {
      // The user's row is held from here on: of two who write at once, the second sees what the first wrote.
      await within
        .updateTable('user')
        .set({ password_reset_hash: hashSecret(uid, secret), password_reset_expires_at: expiresAt, modified_at: at })
        .where('uid', '=', uid)
        .execute()
      await refuseTooMany(within, uid, isAsked)
      if (also && !(await also(within))) throw new NotPosted('just-sent')
      const message = { id, user_uid: uid, kind, recipient: email, state: 'waiting', attempts: 0 } as const
      await outbox.put(within, { ...message, due_at: at, expires_at: expiresAt, created_at: at })
    })
    return { expiresAt }
  }

  return {
    issue: async (user, kind, options = {}) => {
      if (!isAddress(user.email)) return 'no-address'
      return post(user, kind, options).catch((error: unknown) => {
        if (error instanceof NotPosted) return error.posting
        throw error
      })
    },
  }
}

/** Nothing is set up: who issues a secret hands it over. */
export const noPost: Post = { issue: async () => 'no-address' }
