import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../../platform/clock.ts'
import type { NewId } from '../../../platform/ids.ts'
import type { Mailer } from '../../../platform/mail.ts'
import { createRounds } from '../../../platform/rounds.ts'
import type { Audit } from '../../audit/index.ts'
import type { Principals } from '../principals.ts'
import { createDelivery } from './delivery.ts'
import type { JudgeSecret } from './judge.ts'
import { createMailSecrets } from './mail-secret.ts'
import { createOutbox, type Settlement } from './outbox.ts'
import { createPost, noPost, type Post } from './post.ts'
import { createWishes } from './wishes.ts'

/** How mail to users goes out. */
export interface AccountMailSettings {
  readonly mailer: Pick<Mailer, 'send'>
  /** Origin under which people reach the server. */
  readonly publicUrl: string
  /** Milliseconds before the first repetition. */
  readonly firstPause: number
  /** Whether no other process can be at work on this control store. */
  readonly isAlone: boolean
  readonly onOutcome: (state: Settlement['state']) => void
  readonly onFailure: (error: unknown) => void
}

interface Dependencies {
  readonly store: ControlStore
  readonly principals: Pick<Principals, 'user'>
  readonly judge: JudgeSecret
  readonly audit: Audit
  readonly clock: Clock
  readonly newId: NewId
  readonly newSecret: () => string
}

export interface AccountMail {
  readonly post: Post
  start(): void
  stop(): Promise<void>
}

const milliseconds = 500
/** How long is kept what was settled. */
const keptMilliseconds = 7 * 24 * 60 * 60_000
const forgetMilliseconds = 10 * 60_000

/** Takes secrets to users by mail; without settings, nobody does. */
export const createAccountMail = (dependencies: Dependencies, settings: AccountMailSettings | null): AccountMail => {
  if (settings === null) return { post: noPost, start: () => undefined, stop: async () => undefined }
  const { store, clock } = dependencies
  const parts = { ...dependencies, ...settings, outbox: createOutbox(store), secrets: createMailSecrets(dependencies) }
  const post = createPost(parts)
  const [deliver, answerWishes] = [createDelivery(parts), createWishes({ ...dependencies, post })]
  let isFirst = true
  let forgotAt = Number.NEGATIVE_INFINITY
  const forget = async (): Promise<void> => {
    const now = clock().getTime()
    if (now - forgotAt < forgetMilliseconds) return
    forgotAt = now
    await parts.outbox.forget(new Date(now - keptMilliseconds).toISOString())
  }
  const work = async (): Promise<void> => {
    if (isFirst && settings.isAlone) await parts.outbox.releaseAll(clock().toISOString())
    isFirst = false
    await answerWishes()
    await deliver()
    await forget()
  }
  return { post, ...createRounds({ work, milliseconds, onFailure: settings.onFailure }) }
}
