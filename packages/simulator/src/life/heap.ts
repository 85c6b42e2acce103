/** Things that wait, the least of which comes out first. */
export interface Heap<T> {
  push(item: T): void
  /** The least; undefined where there is none. */
  peek(): T | undefined
  pop(): T | undefined
}

export const createHeap = <T>(isBefore: (left: T, right: T) => boolean): Heap<T> => {
  const items: T[] = []
  const swap = (left: number, right: number) => {
    const item = items[left] as T
    items[left] = items[right] as T
    items[right] = item
  }
  const isOrdered = (upper: number, lower: number) => !isBefore(items[lower] as T, items[upper] as T)
  const rise = (at: number) => {
    for (let child = at; child > 0; ) {
      const parent = (child - 1) >> 1
      if (isOrdered(parent, child)) return
      swap(parent, child)
      child = parent
    }
  }
  const leastChild = (parent: number): number => {
    const child = 2 * parent + 1
    return child + 1 < items.length && !isOrdered(child, child + 1) ? child + 1 : child
  }
  const sink = () => {
    for (let parent = 0, child = 1; child < items.length; child = 2 * parent + 1) {
      child = leastChild(parent)
      if (isOrdered(parent, child)) return
      swap(parent, child)
      parent = child
    }
  }
  return {
    peek: () => items[0],
    push: (item) => {
      items.push(item)
      rise(items.length - 1)
    },
    pop: () => {
      const [least] = items
      const last = items.pop()
      if (items.length > 0) {
        items[0] = last as T
        sink()
      }
      return least
    },
  }
}
