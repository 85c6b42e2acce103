import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again every 50 ms until the answer is not undefined; throws with `what` after `milliseconds`. */
export const waitFor = async <T>(
  what: string,
  milliseconds: number,
  ask: () => Promise<T | undefined> | T | undefined,
): Promise<T> => {
  const end = performance.now() + milliseconds
  while (performance.now() < end) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await sleep(50)
  }
  throw new Error(`waited ${milliseconds} ms in vain for ${what}`)
}
