import type { NotificationMessage } from '@spillway/contract'
import type { Channel } from '../channel.ts'

/** How sending ended. */
export type Outcome =
  | { readonly isDelivered: true; readonly problem: string | null }
  | {
      readonly isDelivered: false
      readonly problem: string
      /** Trying again cannot help. */
      readonly isFinal: boolean
      /** Milliseconds that the receiver asks to wait. */
      readonly pause: number
    }

/** A message on its way. */
export interface Dispatch {
  readonly message: NotificationMessage
  /** The message as it is stored: what is signed and sent, the same bytes each time. */
  readonly text: string
  readonly signal: AbortSignal
}

/** Sends to a channel whose target is of one kind. Throws whatever goes wrong and may go right later. */
export type Send<Kind extends Channel['target']['kind']> = (
  channel: Pick<Channel, 'secret' | 'previousSecret'> & {
    readonly target: Extract<Channel['target'], { readonly kind: Kind }>
  },
  dispatch: Dispatch,
) => Promise<Outcome>

export const delivered: Outcome = { isDelivered: true, problem: null }

export const failed = (problem: string, { isFinal = false, pause = 0 } = {}): Outcome => ({
  ...{ isDelivered: false, problem, isFinal, pause },
})
