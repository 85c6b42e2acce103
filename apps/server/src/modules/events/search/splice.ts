type Chunk = Uint8Array | string

/**
 * Puts text before and after bytes that are still to come. Resolves with the first of them at hand, so that a failure
 * of the engine still becomes an error answer instead of half a page.
 */
export const splice = async (
  head: string,
  chunks: AsyncIterable<Uint8Array>,
  tail: string,
): Promise<AsyncIterable<Chunk>> => {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  return spliced(head, first, iterator, tail)
}

async function* spliced(
  head: string,
  first: IteratorResult<Uint8Array>,
  iterator: AsyncIterator<Uint8Array>,
  tail: string,
): AsyncGenerator<Chunk> {
  try {
    if (head !== '') yield head
    for (let step = first; !step.done; step = await iterator.next()) yield step.value
    if (tail !== '') yield tail
  } finally {
    await iterator.return?.()
  }
}
