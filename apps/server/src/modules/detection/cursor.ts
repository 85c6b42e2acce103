/** How far somebody has read: the highest number seen of each ingest node. */
export type Cursor = Readonly<Record<string, string>>

const numberAt = (cursor: Cursor, node: string): bigint => BigInt(cursor[node] ?? '0')

const larger = (one: bigint, other: bigint): bigint => (other > one ? other : one)

/** How far a cursor came by all nodes together: one that stands behind another in any, and ahead in none, came less far. */
export const distanceOf = (cursor: Cursor): bigint =>
  Object.values(cursor).reduce((sum, number) => sum + BigInt(number), 0n)

/** The place up to which at least one of two has read. */
export const furthest = (left: Cursor, right: Cursor): Cursor =>
  Object.fromEntries(
    Object.keys({ ...left, ...right }).map((node) => {
      const numbers = [numberAt(left, node), numberAt(right, node)]
      return [node, String(numbers.reduce(larger))]
    }),
  )
