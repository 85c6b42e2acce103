import { backtestLimits } from '@spillway/contract'
import type { Timing } from '@spillway/detection'
import { EventStoreUnavailable } from '@spillway/event-store'
import type { Clock } from '../../platform/clock.ts'
import type { Desk } from './desk.ts'
import { findingsOf } from './rehearsal/findings.ts'
import type { Past, Read } from './rehearsal/reading.ts'
import { noProgress, rehearse, TooManyAlerts } from './rehearsal/rehearse.ts'
import type { BacktestRepository, Job } from './repository.ts'

interface Dependencies {
  readonly desk: Desk
  readonly repository: Pick<BacktestRepository, 'finish'>
  readonly past: Past
  readonly read: Read
  readonly timing: Timing
  readonly clock: Clock
  readonly owner: string
  readonly onFailure: (error: unknown) => void
}

/** How often it tells how far it is, and learns that it was cancelled elsewhere. */
const tellMilliseconds = 500
/** How often it looks for backtests that another process left behind. */
const lookMilliseconds = 5_000

/** Runs backtests one after another: they are read beside everything else that the process does. */
export const createBacktestRunner = (dependencies: Dependencies) => {
  const { desk, onFailure } = dependencies
  const ended = new AbortController()
  let current: { readonly id: string; readonly abort: AbortController } | null = null
  let wake = Promise.withResolvers<void>()
  let running = Promise.resolve()

  const work = async (job: Job): Promise<void> => {
    const abort = new AbortController()
    current = { id: job.id, abort }
    const signal = AbortSignal.any([abort.signal, ended.signal])
    try {
      await play(dependencies, job, abort, signal)
    } catch (error) {
      if (ended.signal.aborted) await desk.giveBack(job.id)
      else if (!abort.signal.aborted) await desk.fail(job.id, reasonOf(error, onFailure))
    } finally {
      current = null
    }
  }

  const turn = async (): Promise<void> => {
    const news = wake.promise
    try {
      const job = await desk.take()
      if (job) await work(job)
      else await patience(news, lookMilliseconds)
    } catch (error) {
      onFailure(error)
      await patience(news, lookMilliseconds)
    }
  }

  const run = async (): Promise<void> => {
    while (!ended.signal.aborted) await turn()
  }
  const look = (): void => {
    wake.resolve()
    wake = Promise.withResolvers()
  }

  return {
    start: (): void => {
      running = run()
    },
    /** There is something to do. */
    look,
    /** Stops one that this process runs. */
    abandon: (id: string): void => {
      if (current?.id === id) current.abort.abort()
    },
    stop: async (): Promise<void> => {
      ended.abort()
      look()
      await running
    },
  }
}

export type BacktestRunner = ReturnType<typeof createBacktestRunner>

const play = async (
  { desk, repository, past, read, timing, clock, owner }: Dependencies,
  { id, rehearsal }: Job,
  abort: AbortController,
  signal: AbortSignal,
): Promise<void> => {
  let progress = noProgress
  const tell = async (): Promise<void> => {
    if (!(await desk.tell(id, progress))) abort.abort()
  }
  const timer = setInterval(() => void tell().catch(() => undefined), tellMilliseconds)
  try {
    const rehearsed = await rehearse(
      { past, read, timing },
      rehearsal,
      (far) => {
        progress = far
      },
      signal,
    )
    const findings = await findingsOf(read, rehearsal, rehearsed, signal)
    await tell()
    await repository.finish(id, owner, clock().toISOString(), findings)
  } finally {
    clearInterval(timer)
  }
}

const reasonOf = (error: unknown, onFailure: (error: unknown) => void): string => {
  if (error instanceof TooManyAlerts) return `The rule would have raised more than ${backtestLimits.alerts} alerts`
  onFailure(error)
  return error instanceof EventStoreUnavailable ? 'The event store was away' : 'The server failed; its log tells why'
}

const patience = async (news: Promise<void>, milliseconds: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds).unref()
  })
  await Promise.race([news, late])
  clearTimeout(timer)
}
