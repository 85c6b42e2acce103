/** Lets readers sleep until something was stored. */
export interface CommitSignal {
  /** Wakes everybody who waits. */
  raise(): void
  /** Resolves at the next `raise`, after `milliseconds`, or when the signal aborts, whichever is first. */
  wait(milliseconds: number, abort: AbortSignal): Promise<void>
}

export const createCommitSignal = (): CommitSignal => {
  const waiting = new Set<() => void>()
  return {
    raise: () => {
      for (const wake of [...waiting]) wake()
    },
    wait: (milliseconds, abort) =>
      new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake)
          clearTimeout(timer)
          abort.removeEventListener('abort', wake)
          resolve()
        }
        const timer = setTimeout(wake, milliseconds)
        abort.addEventListener('abort', wake)
        waiting.add(wake)
        if (abort.aborted) wake()
      }),
  }
}
