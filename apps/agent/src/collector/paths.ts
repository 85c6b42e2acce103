import { sep } from 'node:path'

/** Tells whether a path is the folder itself or lies below it. */
export const isBelow = (root: string): ((path: string) => boolean) => {
  const prefix = root.endsWith(sep) ? root : `${root}${sep}`
  return (path) => path === root || path.startsWith(prefix)
}
