import { type FileIdentity, type Observation, sameIdentity } from './observation.ts'

interface Entry {
  readonly identity: FileIdentity
  /** Number of the scan that saw the file last. */
  scan: number
}

/** Every watched file as last reported. What differs from it is news. */
export interface Inventory {
  readonly size: () => number
  readonly get: (path: string) => FileIdentity | undefined
  /** Path under which a file in exactly this state was last reported. */
  readonly pathOf: (identity: FileIdentity) => string | undefined
  readonly set: (path: string, identity: FileIdentity) => void
  readonly apply: (observation: Observation) => void
  readonly forget: (belongs: (path: string) => boolean) => void
  /** Opens a scan; `mark` notes what it sees and tells whether that is as last reported. */
  readonly beginScan: () => number
  readonly mark: (path: string, identity: FileIdentity, scan: number) => boolean
  readonly unseen: (scan: number, belongs: (path: string) => boolean) => Iterable<string>
  readonly entries: () => IterableIterator<[path: string, identity: FileIdentity]>
}

export const createInventory = (): Inventory => {
  const files = new Map<string, Entry>()
  const paths = new Map<number, string>()
  let scans = 0

  const remove = (path: string): void => {
    const entry = files.get(path)
    if (!entry) return
    files.delete(path)
    if (paths.get(entry.identity.inode) === path) paths.delete(entry.identity.inode)
  }
  const set = (path: string, identity: FileIdentity): void => {
    remove(path)
    files.set(path, { identity, scan: scans })
    paths.set(identity.inode, path)
  }
  const pathOf = (identity: FileIdentity): string | undefined => {
    const path = paths.get(identity.inode)
    const known = path === undefined ? undefined : files.get(path)
    return known && sameIdentity(known.identity, identity) ? path : undefined
  }
  const apply = (observation: Observation): void => {
    const { path, identity } = observation
    if (identity === null) remove(path)
    else {
      if (observation.from !== undefined) remove(observation.from)
      set(path, identity)
    }
  }
  const mark = (path: string, identity: FileIdentity, scan: number): boolean => {
    const entry = files.get(path)
    if (!entry) return false
    entry.scan = scan
    return sameIdentity(entry.identity, identity)
  }
  function* unseen(scan: number, belongs: (path: string) => boolean): Iterable<string> {
    for (const [path, entry] of files) if (entry.scan < scan && belongs(path)) yield path
  }
  function* entries(): IterableIterator<[string, FileIdentity]> {
    for (const [path, { identity }] of files) yield [path, identity]
  }
  const forget = (belongs: (path: string) => boolean): void => {
    for (const path of files.keys()) if (belongs(path)) remove(path)
  }

  return {
    size: () => files.size,
    get: (path) => files.get(path)?.identity,
    pathOf,
    set,
    apply,
    forget,
    beginScan: () => ++scans,
    mark,
    unseen,
    entries,
  }
}
