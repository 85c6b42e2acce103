import type { Permission } from '@spillway/contract'
import type { Caller } from '../../http/index.ts'

/** What a caller may touch with a permission: a tenant, or the part of it under one organization. */
export interface Reach {
  readonly tenantId: string
  /** Organizations whose path starts so; null for all of them. */
  readonly path: string | null
}

export const reachOf = (caller: Caller, permission: Permission): Reach => ({
  tenantId: caller.tenantId,
  path: caller.bounds?.permissions.has(permission) ? caller.bounds.path : null,
})

export const reaches = (reach: Reach, path: string): boolean => reach.path === null || path.startsWith(reach.path)

/** First text after every path that starts with `path`: `/` and `0` are neighbours. */
export const pathEnd = (path: string): string => `${path.slice(0, -1)}0`

/** Paths of an organization and of those above it, the root first. */
export const lineage = (path: string): string[] => {
  const ids = path.split('/').filter(Boolean)
  return ids.map((_, index) => `/${ids.slice(0, index + 1).join('/')}/`)
}
