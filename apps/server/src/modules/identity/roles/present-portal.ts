import { publishedPermissionsOf } from '@spillway/contract'
import type { UserRole } from './service.ts'

/** A role that a user holds, dated by when the user got it. */
export const presentHeldRole = (role: UserRole) => ({
  roleId: role.id,
  roleName: role.name,
  creationDate: role.grantedAt,
  modificationDate: role.grantedAt,
  permissionIds: [...publishedPermissionsOf(role)],
})
