/** A stretch of time in milliseconds since 1970: from its first instant up to, and without, its last. */
export interface Stretch {
  readonly from: number
  /** Infinity while it goes on. */
  readonly to: number
}

/** A stretch as the control store keeps it. */
export interface StoredStretch {
  readonly from_at: string
  readonly to_at: string | null
}

export const stretchOf = ({ from_at, to_at }: StoredStretch): Stretch => ({
  from: Date.parse(from_at),
  to: to_at === null ? Number.POSITIVE_INFINITY : Date.parse(to_at),
})

/** What two stretches have in common; null when that is nothing. */
export const overlap = (one: Stretch, other: Stretch): Stretch | null => {
  const both = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }
  return both.from < both.to ? both : null
}

export const covers = ({ from, to }: Stretch, instant: number): boolean => from <= instant && instant < to
