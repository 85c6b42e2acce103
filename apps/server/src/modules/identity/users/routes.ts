import {
  activateUser,
  deactivateUser,
  describedPermissionsOf,
  listRoles,
  listUserRoles,
  listUsers,
  moveUser,
  readRole,
  readUser,
  replaceUserRoles,
} from '@spillway/contract'
import { type Route, route, text } from '../../../http/index.ts'
import type { OrganizationLookup } from '../organizations/lookup.ts'
import { reachOf } from '../reach.ts'
import type { Role } from '../roles/catalogue.ts'
import { presentHeldRole } from '../roles/present-portal.ts'
import type { Roles } from '../roles/service.ts'
import type { UserLifecycle } from './lifecycle.ts'
import type { People } from './people.ts'
import type { UserRecord } from './repository.ts'

interface Dependencies {
  readonly people: People
  readonly lifecycle: UserLifecycle
  readonly roles: Roles
  readonly lookup: OrganizationLookup
}

const nothing = () => text('')

export const userRoutes = ({ people, lifecycle, roles, lookup }: Dependencies): readonly Route[] => [
  route(listUsers, async ({ caller, query: { active, blocked, username, page, pageSize } }) => {
    const usernames = username === undefined ? undefined : username.split(',').map((name) => name.trim())
    const slice = { offset: (page - 1) * pageSize, limit: pageSize }
    const { users, totalCount } = await people.search(caller, { active, blocked, usernames }, slice)
    return { users: users.map(presentUser), totalCount }
  }),
  route(readUser, async ({ caller, params }) => presentUser(await people.read(caller, { uid: params.userId }))),
  route(listRoles, async ({ caller, query: { page, pageSize } }) =>
    (await roles.grantable(caller)).slice((page - 1) * pageSize, page * pageSize).map(presentRole),
  ),
  route(readRole, async ({ params }) => presentRole(await roles.read(params.roleId))),
  route(listUserRoles, async ({ caller, params, query: { page, pageSize } }) => {
    const held = await roles.ofUser(caller, { uid: params.userId })
    return { roles: held.slice((page - 1) * pageSize, page * pageSize).map(presentHeldRole) }
  }),
  route(replaceUserRoles, async ({ caller, params, body }) => {
    const result = await roles.replace(caller, { uid: params.userId }, body.roleIds)
    const [assigned, unassigned, ignored] = [[...result.assigned], [...result.unassigned], [...result.ignored]]
    return {
      processedReplacementRoleIds: [...result.processed],
      newlyAssignedRoleIds: assigned,
      unassignedRoleIds: unassigned,
      ignoredRoleIds: ignored,
      newlyAssignedRolesIds: assigned,
      unassignedRolesIds: unassigned,
      ignoredRolesIds: ignored,
    }
  }),
  route(activateUser, async ({ caller, params }) => {
    await lifecycle.activate(caller, { uid: params.userId }, { unblock: true })
    return nothing()
  }),
  route(deactivateUser, async ({ caller, params }) => {
    await lifecycle.deactivate(caller, { uid: params.userId }, { block: true })
    return nothing()
  }),
  route(moveUser, async ({ caller, params, body }) => {
    const destination = await lookup.find(reachOf(caller, 'users.write'), { guid: body.orgGuid })
    await lifecycle.move(caller, { uid: params.userId }, destination)
    return nothing()
  }),
]

const presentUser = (user: UserRecord) => ({
  legacyUserId: String(user.legacy_id),
  userId: user.uid,
  username: user.username,
  firstName: user.first_name,
  lastName: user.last_name,
  legacyOrgId: String(user.org_legacy_id),
  orgId: user.org_uid,
  orgGuid: user.org_guid,
  orgName: user.org_name,
  notes: user.notes,
  active: user.active === 1,
  blocked: user.blocked === 1,
  creationDate: user.created_at,
  modificationDate: user.modified_at,
})

const presentRole = (role: Role) => ({
  roleId: role.id,
  roleName: role.name,
  creationDate: role.createdAt,
  modificationDate: role.modifiedAt,
  permissions: describedPermissionsOf(role),
})
