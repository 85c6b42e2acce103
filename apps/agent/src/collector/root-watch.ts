import type { Stats } from 'node:fs'
import { watch } from 'chokidar'

export interface RootWatchOptions {
  readonly root: string
  readonly isIgnored: (path: string) => boolean
  /** A file is there. `scanning` until the first walk through the tree has ended. */
  readonly onPresent: (path: string, stats: Stats | undefined, scanning: boolean) => void
  readonly onAbsent: (path: string) => void
  readonly onError: (error: unknown) => void
}

export interface RootWatch {
  /** Resolves when the tree has been walked through once and every change from now on is seen. */
  readonly ready: Promise<void>
  readonly close: () => Promise<void>
}

/** Watches one folder and all below it. Waiting for writes to end is the settler's work, not the library's. */
export const watchRoot = ({ root, isIgnored, onPresent, onAbsent, onError }: RootWatchOptions): RootWatch => {
  const watcher = watch(root, {
    ignored: (path) => isIgnored(path),
    followSymlinks: false,
    ignorePermissionErrors: true,
    atomic: false,
    alwaysStat: true,
  })
  let scanning = true
  watcher.on('add', (path, stats) => onPresent(path, stats, scanning))
  watcher.on('change', (path, stats) => onPresent(path, stats, false))
  watcher.on('unlink', onAbsent)
  watcher.on('error', onError)
  const ready = new Promise<void>((resolve) => {
    watcher.once('ready', () => {
      scanning = false
      resolve()
    })
  })
  return { ready, close: () => watcher.close() }
}
