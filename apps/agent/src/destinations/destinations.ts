import { realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { isBelow } from '../collector/paths.ts'
import { type Destination, unknownMedium } from './destination.ts'
import { findRemovableMedia, type MediaSources } from './media/removable-media.ts'
import { type Mount, readMounts } from './mounts.ts'
import { configuredFolders } from './sync/clients.ts'
import { cloudMounts } from './sync/cloud-mounts.ts'
import { createSyncFolders } from './sync/folder-names.ts'
import { type RemoteService, readRemotes, remoteServiceOf } from './sync/rclone.ts'

export interface DestinationOptions {
  /** Home folders of the people whose sync programs count. */
  readonly homes: readonly string[]
  readonly watch: readonly string[]
  /** Folders to treat as removable media whatever the system says. */
  readonly removableFolders: readonly string[]
  /** Block devices to treat as removable media whatever the kernel says. */
  readonly removableDevices: readonly string[]
  readonly media: MediaSources
}

export interface Destinations {
  /** Where a file at this path leads to; null when it stays on the machine. */
  readonly of: (path: string) => Destination | null
  /** What a remote of rclone leads to, by the settings of any user; null where it is not known. */
  readonly remoteOf: (name: string) => RemoteService | null
  /** Looks for media and sync folders again; returns the media that came and those that went. */
  readonly refresh: () => Promise<{ readonly came: readonly string[]; readonly went: readonly string[] }>
}

/** Settings of sync programs seldom change: they are read at every so many looks. */
const looksPerReading = 10

export const createDestinations = async (options: DestinationOptions): Promise<Destinations> => {
  const named = options.removableFolders.map(folderAsMedium)
  const look = await createLook(options)
  const byName = createSyncFolders([...options.homes, ...options.watch])
  let found = await look()
  // Media below a watched folder at the start are watched with it.
  let announced = found.media.map(({ root }) => root).filter((root) => options.watch.some((top) => isBelow(top)(root)))
  const of = (path: string): Destination | null =>
    [...named, ...found.media, ...found.sync].find(({ root }) => isBelow(root)(path)) ?? byName.find(path)

  const remoteOf = (name: string): RemoteService | null =>
    found.remotes.map((remotes) => remoteServiceOf(name, remotes)).find((service) => service !== null) ?? null

  const refresh = async () => {
    found = await look()
    const before = announced
    announced = found.media.map(({ root }) => root)
    return {
      came: announced.filter((root) => !before.includes(root)),
      went: before.filter((root) => !announced.includes(root)),
    }
  }
  return { of, remoteOf, refresh }
}

const createLook = async ({ homes, media, removableDevices }: DestinationOptions) => {
  const devices = new Set(await Promise.all(removableDevices.map(kernelName)))
  let looks = 0
  let settings = await readSettings(homes)
  return async () => {
    looks += 1
    if (looks % looksPerReading === 0) settings = await readSettings(homes)
    const mounts: readonly Mount[] = await readMounts(media.mountList)
    return {
      remotes: settings.remotes,
      media: await findRemovableMedia(mounts, media, devices),
      sync: deepestFirst([...cloudMounts(mounts, settings.remotes), ...settings.folders]),
    }
  }
}

const readSettings = async (homes: readonly string[]) => ({
  folders: await Promise.all((await configuredFolders(homes)).map(atRealPath)),
  remotes: await Promise.all(homes.map(readRemotes)),
})

/** Settings may name a folder by a link; files are met under their real paths. */
const atRealPath = async (folder: Destination): Promise<Destination> => ({
  ...folder,
  root: await realpath(folder.root).catch(() => folder.root),
})

/** A folder inside another one belongs to the inner program. */
const deepestFirst = (found: readonly Destination[]): readonly Destination[] =>
  found.toSorted((a, b) => b.root.length - a.root.length)

/** A device may be given by one of its links, such as those of `/dev/disk/by-id`. */
const kernelName = async (path: string): Promise<string> => basename(await realpath(path).catch(() => path))

const folderAsMedium = (root: string): Destination => ({
  kind: 'removable-media',
  root,
  medium: unknownMedium(basename(root)),
})
