import type { Logger } from '../platform/logging.ts'

/** What has to be undone, last thing first. */
export interface Undo {
  add(what: string, work: () => Promise<unknown>): void
  /** Undoes everything once; a step that fails is logged and does not keep the others from being done. */
  run(): Promise<void>
}

export const createUndo = (logger: Logger): Undo => {
  const steps: { what: string; work: () => Promise<unknown> }[] = []
  let running: Promise<void> | null = null
  const runAll = async (): Promise<void> => {
    for (const { what, work } of steps.reverse()) {
      try {
        await work()
      } catch (error) {
        logger.error({ err: error }, `closing ${what} failed`)
      }
    }
  }
  return {
    add: (what, work) => void steps.push({ what, work }),
    run: () => {
      running ??= runAll()
      return running
    },
  }
}
