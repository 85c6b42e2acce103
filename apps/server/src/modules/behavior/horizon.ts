/** Sequence number up to which every stored event of this node is learned. */
export interface Horizon {
  /** Call before a batch is numbered: until it ends, what comes after this instant may not be learned. */
  open(): OpenBatch
  /** What is certain now. */
  position(): number
  /** Clears up what became of uncertain batches: `read` learns what the log holds after a number. */
  resolve(read: (after: number) => Promise<void>): Promise<void>
}

/** Ends once; what comes later counts for nothing. */
export interface OpenBatch {
  /** All of it that is stored is learned. */
  certain(): void
  /** It is not learned, and some of it may be stored. */
  uncertain(): void
}

const nowhere = Number.POSITIVE_INFINITY

/** `newest` is the number of the newest event; but for those of open and uncertain batches, all up to it are learned. */
export const createHorizon = (newest: () => number): Horizon => {
  const open = new Set<{ readonly at: number }>()
  let doubt = nowhere
  let resolving = nowhere
  return {
    open: () => {
      const batch = { at: newest() }
      open.add(batch)
      return {
        certain: () => void open.delete(batch),
        uncertain: () => {
          if (open.delete(batch)) doubt = Math.min(doubt, batch.at)
        },
      }
    },
    position: () => Math.min(newest(), doubt, resolving, ...Array.from(open, ({ at }) => at)),
    resolve: async (read) => {
      if (doubt === nowhere) return
      resolving = doubt
      doubt = nowhere
      try {
        await read(resolving)
      } catch (error) {
        doubt = Math.min(doubt, resolving)
        throw error
      } finally {
        resolving = nowhere
      }
    },
  }
}
