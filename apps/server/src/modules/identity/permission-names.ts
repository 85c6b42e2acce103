import { allPermissions, type Permission } from '@spillway/contract'

/** Names that this version knows; a permission of another version grants nothing. */
export const knownPermissions = (names: readonly string[]): readonly Permission[] =>
  allPermissions.filter((permission) => names.includes(permission))
