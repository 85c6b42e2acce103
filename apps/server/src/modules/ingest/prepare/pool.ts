import { Worker } from 'node:worker_threads'
import { SpillwayError } from '../../../platform/errors.ts'
import type { Ask } from '../context/index.ts'
import { createScoring } from '../score.ts'
import type { ScoringSettings } from '../scoring-settings.ts'
import { batchOf, type FromThread, type PrepareRequest, type ToThread } from './messages.ts'
import { type BatchInput, type PreparedBatch, prepareBatch } from './prepare.ts'

/** Turns bodies into rows, beside the event loop where they are large. */
export interface Preparer {
  /** `settings` are how the events are scored; `ask` tells what is known about them, and is asked on this thread. */
  prepare(input: BatchInput, settings: ScoringSettings, ask: Ask): Promise<PreparedBatch>
  /** Starts a thread ahead of the first large body. */
  warm(): void
  close(): Promise<void>
}

interface Options {
  /** Threads at most; 0 does everything on the event loop. */
  readonly threads: number
  /** Plain bodies up to this many bytes are cheaper done at once than handed over. Packed ones may hold anything. */
  readonly inlineBytes?: number
  /** A thread that had no work for so long, in milliseconds, gives way to a fresh one. */
  readonly rest?: number
}

interface Job {
  readonly id: number
  readonly input: BatchInput
  readonly settings: ScoringSettings
  readonly ask: Ask
  /** Why a question was not answered. */
  failure?: unknown
  readonly resolve: (batch: PreparedBatch) => void
  readonly reject: (error: unknown) => void
}
interface Thread {
  readonly worker: Worker
  job: Job | null
  /** Settings it scores by. */
  settings: ScoringSettings | null
  /** Runs while it has no work, once it had some. */
  resting?: NodeJS.Timeout
}

const defaultInlineBytes = 32 * 1024
const defaultRest = 30_000

/** A pool whose threads start when first needed, each working on one body at a time. */
export const createPreparer = (options: Options): Preparer => {
  const { threads: maximum, inlineBytes = defaultInlineBytes, rest = defaultRest } = options
  const threads = new Set<Thread>()
  const waiting: Job[] = []
  let nextId = 1
  let closed = false
  const scoring = createScoring()

  const isSmall = ({ body, encoding }: BatchInput): boolean => encoding === 'identity' && body.byteLength <= inlineBytes
  const dispatch = (): void => {
    while (waiting.length > 0) {
      const thread = [...threads].find(({ job }) => job === null) ?? (threads.size < maximum ? start() : null)
      if (!thread) return
      thread.job = waiting.shift() ?? null
      if (thread.job) hand(thread, thread.job)
    }
  }
  const start = (): Thread => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    const thread: Thread = { worker, job: null, settings: null }
    threads.add(thread)
    worker.unref()
    worker.on('message', (message: FromThread) => {
      if ('question' in message) void answer(thread, message)
      else finish(thread, () => batchOf(message))
    })
    worker.on('error', (cause) => lose(thread, cause))
    worker.on('exit', () => lose(thread, new Error('A preparing thread ended')))
    return thread
  }
  const finish = (thread: Thread, outcome: () => PreparedBatch): void => {
    const job = thread.job
    thread.job = null
    if (job) settle(job, outcome)
    dispatch()
    if (threads.has(thread) && thread.job === null) thread.resting = setTimeout(() => renew(thread), rest).unref()
  }
  // V8 collects and gives back the heap of a thread without work only when the thread ends.
  const renew = (thread: Thread): void => {
    if (!threads.delete(thread)) return
    if (threads.size === 0 && !closed) start()
    void thread.worker.terminate()
  }
  const lose = (thread: Thread, cause: unknown): void => {
    if (!threads.delete(thread)) return
    finish(thread, () => {
      throw new SpillwayError('INTERNAL', { cause })
    })
  }

  return {
    prepare: (input, settings, ask) => {
      if (closed) return Promise.reject(new SpillwayError('STORE_UNAVAILABLE', { retryAfterSeconds: 5 }))
      if (maximum === 0 || isSmall(input)) return prepareBatch(input, { score: scoring(settings), ask })
      return new Promise((resolve, reject) => {
        waiting.push({ id: nextId++, input: { ...input, body: owned(input.body) }, settings, ask, resolve, reject })
        dispatch()
      })
    },
    warm: () => {
      if (threads.size < maximum) start()
    },
    close: async () => {
      closed = true
      await Promise.all([...threads].map(({ worker }) => worker.terminate()))
    },
  }
}

/** Owned bytes move to the thread; nobody reads them here again. Settings go along only when they are others. */
const hand = (thread: Thread, { id, input, settings }: Job): void => {
  clearTimeout(thread.resting)
  const request: PrepareRequest = { id, input, settings: thread.settings === settings ? null : settings }
  thread.settings = settings
  thread.worker.postMessage(request, [input.body.buffer as ArrayBuffer])
}

/** Finds out what a thread asks about the body it works on. */
const answer = async (
  { worker, job }: Thread,
  { number, question }: Extract<FromThread, { question: unknown }>,
): Promise<void> => {
  const known = await job?.ask(question).catch((error: unknown) => {
    job.failure = error
    return null
  })
  worker.postMessage({ number, known: known ?? null } satisfies ToThread)
}

const settle = ({ failure, resolve, reject }: Job, outcome: () => PreparedBatch): void => {
  try {
    resolve(outcome())
  } catch (error) {
    reject(failure ?? error)
  }
}

/** Bytes that are alone in their memory, so that it can be handed over: small buffers share a pool. */
const owned = (body: Uint8Array): Uint8Array =>
  body.byteLength === body.buffer.byteLength && body.buffer instanceof ArrayBuffer ? body : Uint8Array.from(body)
