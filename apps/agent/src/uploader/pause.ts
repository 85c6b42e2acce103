import { setTimeout as wait } from 'node:timers/promises'

/** Waits, or returns at once when the signal fires. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined)
}

/** A bell that one sleeper hears; rung while nobody sleeps, it wakes the next at once. */
export const createBell = () => {
  let rung = false
  let wake: (() => void) | null = null
  return {
    ring: (): void => {
      rung = true
      wake?.()
    },
    heard: async (signal: AbortSignal): Promise<void> => {
      if (!rung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      }
      wake = null
      rung = false
    },
  }
}
