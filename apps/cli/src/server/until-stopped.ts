import { once } from 'node:events'

/** Waits until the user asks to stop. */
export const untilStopped = async (stop: AbortSignal): Promise<void> => {
  if (stop.aborted) return
  // A pending promise alone does not keep a process alive.
  const alive = setInterval(() => {}, 2 ** 30)
  await once(stop, 'abort')
  clearInterval(alive)
}
