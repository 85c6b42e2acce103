import type { Stats } from 'node:fs'
import type { Inventory } from '../inventory/inventory.ts'
import { type Change, detectChange } from './detect.ts'
import { identityOf } from './identity-of.ts'
import { isBelow } from './paths.ts'
import { type RootWatch, watchRoot } from './root-watch.ts'
import { createSettler } from './settler.ts'

export interface CollectorTimes {
  readonly quiet: number
  readonly longest: number
  /** Milliseconds a vanished file may turn up under another name. */
  readonly renameWindow: number
}

export interface CollectorOptions {
  readonly inventory: Inventory
  readonly times: CollectorTimes
  readonly concurrency: number
  readonly now: () => number
  readonly isIgnored: (path: string) => boolean
  /** Reports a change and brings the inventory up to date; resolves with false when the file moved on meanwhile. */
  readonly report: (change: Change, isLate: boolean) => Promise<boolean>
  readonly onError: (error: unknown, path: string) => void
}

export type Collector = ReturnType<typeof createCollector>

/** Watches folders and reports every difference between them and the inventory. */
export const createCollector = (options: CollectorOptions) => {
  const { inventory, times, isIgnored, onError } = options
  const watches = new Map<string, RootWatch>()
  const taken = new Set<string>()

  const resolve = async (path: string, age: number): Promise<'done' | 'wait'> => {
    if (taken.has(path)) return 'wait'
    const change = await detectChange(path, inventory, (other) => taken.has(other))
    if (!change || taken.has(path)) return change ? 'wait' : 'done'
    if (change.kind === 'deleted' && age < times.renameWindow) return 'wait'
    return reportTaking(change, age >= times.longest)
  }

  /** While a change is reported its paths are taken: neither end of a rename may be reported twice. */
  const reportTaking = async (change: Change, isLate: boolean): Promise<'done' | 'wait'> => {
    const paths = change.kind === 'renamed' ? [change.path, change.from] : [change.path]
    for (const path of paths) taken.add(path)
    try {
      return (await options.report(change, isLate)) ? 'done' : 'wait'
    } finally {
      for (const path of paths) taken.delete(path)
    }
  }

  const settler = createSettler({
    quiet: times.quiet,
    longest: times.longest,
    concurrency: options.concurrency,
    now: options.now,
    resolve,
    onError: (path, error) => onError(error, path),
  })

  /**
   * Watches one more folder. With `baseline`, what it holds already is taken as known; without, what differs from the
   * inventory happened while nobody watched and is reported now. Resolves when the folder has been walked through.
   */
  const add = async (root: string, baseline: boolean): Promise<void> => {
    const scan = inventory.beginScan()
    const onPresent = (path: string, stats: Stats | undefined, scanning: boolean): void => {
      const identity = stats ? identityOf(stats) : null
      if (!scanning || !identity) settler.touch(path)
      else if (baseline) inventory.set(path, identity)
      else if (!inventory.mark(path, identity, scan)) settler.touch(path)
    }
    const watch = watchRoot({
      root,
      isIgnored,
      onPresent,
      onAbsent: (path) => settler.touch(path),
      onError: (error) => onError(error, root),
    })
    watches.set(root, watch)
    await watch.ready
    if (!baseline) for (const path of inventory.unseen(scan, isBelow(root))) settler.touch(path)
  }

  /** Stops watching a folder and forgets it without reporting its files as deleted, as when a medium is taken out. */
  const remove = async (root: string): Promise<void> => {
    const watch = watches.get(root)
    watches.delete(root)
    await watch?.close()
    inventory.forget(isBelow(root))
  }

  const close = async (): Promise<void> => {
    await Promise.all([...watches.values()].map((watch) => watch.close()))
    await settler.close()
  }

  return { add, remove, close, backlog: settler.backlog, roots: () => [...watches.keys()] }
}
