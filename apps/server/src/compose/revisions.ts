import { type ControlStore, foldRevisions } from '@spillway/control-store'
import type { Logger } from '../platform/logging.ts'
import type { Undo } from './undo.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly logger: Logger
  readonly undo: Undo
}

const pauseMilliseconds = 10 * 60_000

/** Keeps the rows few that every batch of events adds up to know whether its caches are right. */
export const keepRevisionsFew = ({ store, logger, undo }: Dependencies): void => {
  let folding = Promise.resolve()
  const fold = () =>
    foldRevisions(store).catch((error: unknown) => logger.error({ err: error }, 'folding revisions failed'))
  const timer = setInterval(() => {
    folding = fold()
  }, pauseMilliseconds)
  timer.unref()
  undo.add('folding revisions', () => {
    clearInterval(timer)
    return folding
  })
}
