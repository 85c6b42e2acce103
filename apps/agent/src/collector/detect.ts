import { lstat } from 'node:fs/promises'
import type { Inventory } from '../inventory/inventory.ts'
import { type FileIdentity, sameIdentity } from '../inventory/observation.ts'
import { identityOf } from './identity-of.ts'

/** What happened to one file since it was last reported. */
export type Change =
  | { readonly kind: 'created' | 'modified'; readonly path: string; readonly identity: FileIdentity }
  | { readonly kind: 'renamed'; readonly path: string; readonly from: string; readonly identity: FileIdentity }
  | { readonly kind: 'deleted'; readonly path: string; readonly identity: null }

/** Compares a path with the inventory. Null when there is nothing to report. */
export const detectChange = async (
  path: string,
  inventory: Pick<Inventory, 'get' | 'pathOf'>,
  isTaken: (path: string) => boolean,
): Promise<Change | null> => {
  const identity = await currentIdentity(path)
  const previous = inventory.get(path)
  if (identity === null) return previous ? { kind: 'deleted', path, identity } : null
  if (previous && sameIdentity(previous, identity)) return null
  const from = inventory.pathOf(identity)
  if (from !== undefined && from !== path && !isTaken(from) && !(await isStillAt(from, identity))) {
    return { kind: 'renamed', path, from, identity }
  }
  return { kind: previous ? 'modified' : 'created', path, identity }
}

/** State of a regular file; null when nothing, or something else, is at the path. */
export const currentIdentity = async (path: string): Promise<FileIdentity | null> => {
  try {
    return identityOf(await lstat(path))
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

/** Two names of one file (hard links) are no rename. */
const isStillAt = async (path: string, identity: FileIdentity): Promise<boolean> =>
  (await currentIdentity(path))?.inode === identity.inode

const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')
