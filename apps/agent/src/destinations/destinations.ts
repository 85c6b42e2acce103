import { basename } from 'node:path'
import { isBelow } from '../collector/paths.ts'
import { type Destination, unknownMedium } from './destination.ts'
import { readDropboxFolders } from './dropbox-config.ts'
import { findRemovableMedia, type MediaSources } from './removable-media.ts'
import { createSyncFolders } from './sync-folders.ts'

export interface DestinationOptions {
  readonly home: string
  readonly watch: readonly string[]
  /** Folders to treat as removable media whatever the system says. */
  readonly removableFolders: readonly string[]
  readonly media: MediaSources
}

export interface Destinations {
  /** Where a file at this path leads to; null when it stays on the machine. */
  readonly of: (path: string) => Destination | null
  /** Looks for media again; returns those that came and those that went. */
  readonly refresh: () => Promise<{ readonly came: readonly string[]; readonly went: readonly string[] }>
}

export const createDestinations = async (options: DestinationOptions): Promise<Destinations> => {
  const named = options.removableFolders.map(
    (root): Destination => ({
      kind: 'removable-media',
      root,
      medium: unknownMedium(basename(root)),
    }),
  )
  const configured = [...named, ...(await readDropboxFolders(options.home))]
  const syncFolders = createSyncFolders([options.home, ...options.watch])
  let media: readonly Destination[] = await findRemovableMedia(options.media)
  // Media below a watched folder at the start are watched with it.
  let announced = media.map(({ root }) => root).filter((root) => options.watch.some((top) => isBelow(top)(root)))

  const of = (path: string): Destination | null =>
    [...configured, ...media].find(({ root }) => isBelow(root)(path)) ?? syncFolders.find(path)

  const refresh = async () => {
    media = await findRemovableMedia(options.media)
    const before = announced
    announced = media.map(({ root }) => root)
    return {
      came: announced.filter((root) => !before.includes(root)),
      went: before.filter((root) => !announced.includes(root)),
    }
  }
  return { of, refresh }
}
