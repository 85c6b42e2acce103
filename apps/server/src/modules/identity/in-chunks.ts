import { chunksOf } from '../../platform/chunks.ts'

/** Keys asked for at once: a statement takes only some ten thousand parameters, and pages may be longer. */
const largestQuestion = 5_000

/** Rows of many keys, read in as many questions as it takes; none for no keys. */
export const inChunks = async <Key, Row>(
  keys: readonly Key[],
  read: (some: readonly Key[]) => Promise<readonly Row[]>,
): Promise<Row[]> => {
  const rows: Row[] = []
  for (const some of chunksOf(keys, largestQuestion)) for (const row of await read(some)) rows.push(row)
  return rows
}
