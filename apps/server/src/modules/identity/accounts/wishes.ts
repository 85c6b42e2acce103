import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../../platform/clock.ts'
import type { Audit } from '../../audit/index.ts'
import type { Principals } from '../principals.ts'
import type { User } from '../users-repository.ts'
import type { Post } from './post.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly post: Post
  readonly principals: Pick<Principals, 'user'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
}

/** Wishes looked at together. */
const atOnce = 100
/** What was not looked at by then, in milliseconds, waits for an administrator: nobody expects the mail any more. */
const freshMilliseconds = 60 * 60_000

/**
 * Answers wishes for new passwords by mail, some time after they were kept, so that who wishes cannot tell from the
 * answer whether there is such a user. A wish that cannot be answered so stays for an administrator.
 */
export const createWishes = ({ store: { db }, post, principals, audit, clock }: Dependencies) => {
  const fresh = async (): Promise<readonly string[]> => {
    const since = new Date(clock().getTime() - freshMilliseconds).toISOString()
    const rows = db
      .selectFrom('password_reset_request')
      .select('subject')
      .where('judged', '=', 0)
      .where('requested_at', '>', since)
      .orderBy('requested_at')
      .limit(atOnce)
    return (await rows.execute()).map(({ subject }) => subject)
  }
  const drop = (subject: string) => db.deleteFrom('password_reset_request').where('subject', '=', subject).execute()
  const leave = (subject: string) =>
    db.updateTable('password_reset_request').set({ judged: 1 }).where('subject', '=', subject).execute()

  const userOf = (subject: string): Promise<User | undefined> => {
    const [, kind, value = ''] = /^(\w+):(.*)$/s.exec(subject) ?? []
    const users = db.selectFrom('user').selectAll()
    if (kind === 'number') return users.where('legacy_id', '=', Number(value)).executeTakeFirst()
    return users.where(kind === 'uid' ? 'uid' : 'username_key', '=', value).executeTakeFirst()
  }

  const answer = async (subject: string): Promise<unknown> => {
    const user = await userOf(subject)
    if (!user || user.invited === 1 || !(await principals.user(user))) return leave(subject)
    const posting = await post.issue(user, 'password-reset', {
      isAsked: true,
      // Another process may have answered it since it was read.
      also: async (within) => {
        const gone = within.deleteFrom('password_reset_request').where('subject', '=', subject).where('judged', '=', 0)
        return (await gone.executeTakeFirst()).numDeletedRows > 0n
      },
    })
    if (posting === 'just-sent') return drop(subject)
    if (typeof posting === 'string') return leave(subject)
    const details = { userId: user.uid, userName: user.username, delivery: 'sent' }
    return audit.record({ type: 'user_password_reset_issued', actor: null, details })
  }

  /** Looks at each wish once. */
  return async (): Promise<void> => {
    for (const subject of await fresh()) await answer(subject)
  }
}
