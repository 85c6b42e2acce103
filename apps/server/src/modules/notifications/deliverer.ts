import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import { pauseAfter, schedule } from '../../platform/schedule.ts'
import { type Channel, contactsChannel } from './channel.ts'
import type { NotificationRow, Queue, Settlement } from './queue.ts'
import type { Outcome, Sender } from './senders/index.ts'

export interface Dependencies {
  readonly queue: Queue
  readonly send: Sender
  readonly clock: Clock
  readonly newId: NewId
  /** Milliseconds before the first repetition. */
  readonly firstPause: number
  readonly onOutcome: (kind: string, state: Settlement['state']) => void
  readonly onFailure: (error: unknown) => void
}

/** Tries of one channel at once: one that hangs holds up neither the others nor memory. */
const triesAtOnce = 4
/** Longer than any try and its bookkeeping, in milliseconds: then another process may take over. */
const leaseMilliseconds = 60_000

/** Tries what is due, a few of each channel at a time; tries go on while it looks for the next. */
export const createDeliverer = ({ queue, send, clock, newId, firstPause, onOutcome, onFailure }: Dependencies) => {
  const tries = new Map<string, Set<Promise<void>>>()
  const stopped = new AbortController()

  const settlementOf = (row: NotificationRow, outcome: Outcome, now: Date): Settlement => {
    const { problem } = outcome
    if (outcome.isDelivered) return { state: 'delivered', problem }
    const attempts = Number(row.attempts) + 1
    const age = now.getTime() - Date.parse(row.waiting_since)
    const isOver = outcome.isFinal || attempts >= schedule.attempts || age >= schedule.patience
    if (isOver) return { state: 'dead', problem: outcome.problem }
    const pause = Math.max(pauseAfter(attempts, firstPause, row.id), outcome.pause)
    return { state: 'waiting', problem: outcome.problem, dueAt: new Date(now.getTime() + pause).toISOString() }
  }

  const attempt = async (row: NotificationRow, channel: Channel | null): Promise<void> => {
    try {
      const outcome = await send(channel ?? row.recipient ?? '', row.message, stopped.signal)
      const now = clock()
      if (stopped.signal.aborted && !outcome.isDelivered) return await queue.release(row, now.toISOString())
      const settlement = settlementOf(row, outcome, now)
      await queue.settle(row, now.toISOString(), settlement)
      onOutcome(channel?.target.kind ?? contactsChannel, settlement.state)
    } catch (error) {
      // The claim runs out, and it is tried again.
      onFailure(error)
    }
  }

  const begin = (row: NotificationRow, channel: Channel | null, wake: () => void): void => {
    const running = tries.get(row.channel_id) ?? new Set()
    tries.set(row.channel_id, running)
    const one = attempt(row, channel).finally(() => {
      running.delete(one)
      if (running.size === 0) tries.delete(row.channel_id)
      wake()
    })
    running.add(one)
  }

  return {
    /** Begins whatever is due and has room; `wake` is called when room is made. */
    look: async (wake: () => void): Promise<void> => {
      const now = clock()
      const lease = { now: now.toISOString(), until: new Date(now.getTime() + leaseMilliseconds).toISOString() }
      for (const channel of await queue.due(lease.now)) {
        const id = channel?.id ?? contactsChannel
        const room = triesAtOnce - (tries.get(id)?.size ?? 0)
        if (room <= 0) continue
        for (const row of await queue.claim(id, room, { ...lease, claim: newId() })) begin(row, channel, wake)
      }
    },
    /** Breaks off what is under way, and gives it back. */
    stop: async (): Promise<void> => {
      stopped.abort()
      await Promise.all([...tries.values()].flatMap((running) => [...running]))
    },
  }
}

export type Deliverer = ReturnType<typeof createDeliverer>
