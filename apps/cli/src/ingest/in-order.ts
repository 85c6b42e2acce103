/**
 * Runs work over items with up to `most` at a time and yields the results in the order of the items. Items are taken
 * only as work is free, so a long input is never read ahead.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  most: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = []
  for await (const item of items) {
    const result = work(item)
    // Awaited below in its turn; until then a failure must not count as unhandled.
    result.catch(() => {})
    running.push(result)
    if (running.length >= most) yield await (running.shift() as Promise<Result>)
  }
  for (const result of running) yield await result
}
