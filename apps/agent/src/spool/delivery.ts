import { type SpoolState, writeState } from './state-file.ts'

export type Delivery = ReturnType<typeof createDelivery>

/** Knows what the server has answered for, what is on its way and what was lost; every step is durable. */
export const createDelivery = (path: string, initial: SpoolState) => {
  let state = initial
  let isSaved = false
  let saving: Promise<void> = Promise.resolve()

  /** Changes that come while one is written are written together. */
  const change = (changes: Partial<SpoolState>): Promise<void> => {
    state = { ...state, ...changes }
    isSaved = false
    const saved = saving.then(save)
    saving = saved.catch(() => undefined)
    return saved
  }
  const save = async (): Promise<void> => {
    if (isSaved) return
    isSaved = true
    await writeState(path, state).catch((error: unknown) => {
      isSaved = false
      throw error
    })
  }

  return {
    state: () => state,
    save: () => change({}),
    /** Fixes the bounds of the batch about to be sent; returns the losses to announce with it. */
    begin: async (last: number): Promise<number> => {
      const dropped = state.inFlight?.dropped ?? state.unannounced
      if (state.inFlight?.last !== last) await change({ inFlight: { last, dropped } })
      return dropped
    },
    narrow: async (last: number): Promise<void> => {
      if (state.inFlight) await change({ inFlight: { ...state.inFlight, last } })
    },
    complete: (last: number): Promise<void> => {
      const unannounced = state.unannounced - (state.inFlight?.dropped ?? 0)
      return change({ delivered: last, inFlight: null, unannounced })
    },
    /** A loss that cannot be written down now is written with the next step. */
    drop: (count: number): void => {
      const { unannounced, droppedTotal } = state
      change({ unannounced: unannounced + count, droppedTotal: droppedTotal + count }).catch(() => undefined)
    },
  }
}
