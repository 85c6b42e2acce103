/** What tells one state of a file from another; survives a rename, unlike its path. */
export interface FileIdentity {
  readonly inode: number
  readonly size: number
  /** Milliseconds, with fractions. */
  readonly modified: number
}

/** What an event says about the watched tree: a file is here in this state, came from there, or is gone. */
export type Observation =
  | { readonly path: string; readonly identity: FileIdentity; readonly from?: string }
  | { readonly path: string; readonly identity: null }

export const sameIdentity = (a: FileIdentity, b: FileIdentity): boolean =>
  a.inode === b.inode && a.size === b.size && a.modified === b.modified
