/** Cuts a stream of things into parts of one size, the last of which may be smaller. */
export async function* inBatches<T>(items: Iterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
