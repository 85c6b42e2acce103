import { createHmac } from 'node:crypto'
import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../../platform/clock.ts'
import { secretText } from './secrets.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly clock: Clock
  /** 256 random bits in hexadecimal. */
  readonly newSecret: () => string
}

export type MailSecrets = ReturnType<typeof createMailSecrets>

const name = 'accounts.mail-key'

/**
 * Secrets of messages, made of the message's id and a key of the installation: the same whoever tries to send it and
 * however often, and stored nowhere but as a hash.
 */
export const createMailSecrets = ({ store: { db }, clock, newSecret }: Dependencies) => {
  let held: Promise<string> | null = null
  const open = async (): Promise<string> => {
    await db
      .insertInto('setting')
      .values({ name, value: JSON.stringify(newSecret()), modified_at: clock().toISOString() })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
    const setting = db.selectFrom('setting').select('value').where('name', '=', name)
    return JSON.parse((await setting.executeTakeFirstOrThrow()).value)
  }
  const key = (): Promise<string> => {
    held ??= open().catch((error: unknown) => {
      held = null
      throw error
    })
    return held
  }
  return async (userUid: string, messageId: string): Promise<string> => {
    const random = createHmac('sha256', Buffer.from(await key(), 'hex'))
      .update(`${userUid} ${messageId}`)
      .digest('hex')
    return secretText(userUid, random)
  }
}
