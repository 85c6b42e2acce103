import {
  allPermissions,
  createRole,
  type DescribedPermission,
  deleteRole,
  describedPermissionsOf,
  giveRole,
  listMyRolesV1,
  listPermissions,
  listRolesV1,
  listRolesV3,
  listUserRolesV1,
  listUserRolesV3,
  publishedPermissionsOf,
  readRoleV1,
  readRoleV3,
  replaceUserRolesV3,
  takeRole,
  updateRole,
  viewRoles,
} from '@spillway/contract'
import { asConsole, type Caller, envelope, type Route, route, textOf } from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import { userKeyOf } from '../users/console-search.ts'
import type { People } from '../users/people.ts'
import type { Role } from './catalogue.ts'
import { presentHeldRole } from './present-portal.ts'
import type { Roles, UserRole } from './service.ts'

interface Dependencies {
  readonly roles: Roles
  readonly people: People
  readonly clock: () => Date
}

/** The console API of roles. */
export const legacyRoleRoutes = (dependencies: Dependencies): readonly Route[] => [
  ...userRoleRoutes(dependencies),
  ...roleRoutes(dependencies),
  ...laterRoutes(dependencies),
]

const userRoleRoutes = ({ roles, people, clock }: Dependencies): Route[] => [
  route(listMyRolesV1, ({ caller }) =>
    asConsole(async () => {
      const me = await people.my(caller)
      return envelope.v1({}, clock(), (await roles.ofMyself(me)).map(presentUserRole))
    }),
  ),
  route(listUserRolesV1, ({ caller, params, query }) =>
    asConsole(async () => {
      const held = await roles.ofUser(caller, userKeyOf(params.userId, textOf(query, 'idType')))
      return envelope.v1(query, clock(), held.map(presentUserRole))
    }),
  ),
  route(giveRole, ({ caller, body }) =>
    asConsole(async () => {
      const role = await roles.give(caller, userKeyOf(body.userId), required(body.roleName ?? body.roleId))
      return envelope.v1({}, clock(), presentUserRole({ ...role, grantedAt: clock().toISOString() }))
    }),
  ),
  route(takeRole, ({ caller, query }) =>
    asConsole(async () => {
      const name = required(textOf(query, 'roleName') ?? textOf(query, 'roleId'))
      await roles.take(caller, userKeyOf(textOf(query, 'userId') ?? ''), name)
      return undefined
    }),
  ),
]

const required = (name: string | null | undefined): string => {
  if (name) return name
  throw new SpillwayError('MALFORMED_REQUEST', { field: 'roleName', reason: 'A role name or id is needed' })
}

const roleRoutes = ({ roles, clock }: Dependencies): Route[] => {
  const present = async (caller: Caller, role: Role) => envelope.v1({}, clock(), await presentOne(roles, caller, role))
  return [
    route(listRolesV1, async ({ caller, query }) => envelope.v1(query, clock(), await presentAll(roles, caller))),
    route(readRoleV1, ({ caller, params }) => asConsole(async () => present(caller, await roles.read(params.roleId)))),
    route(createRole, ({ caller, body }) =>
      asConsole(async () => present(caller, await roles.create(caller, body.roleName, body.permissions))),
    ),
    route(updateRole, ({ caller, params, body }) =>
      asConsole(async () =>
        present(
          caller,
          await roles.update(caller, params.roleId, body.roleName ?? undefined, body.permissions ?? undefined),
        ),
      ),
    ),
    route(deleteRole, ({ caller, params }) =>
      asConsole(async () => {
        await roles.remove(caller, params.roleId)
        return undefined
      }),
    ),
    route(listPermissions, () => envelope.v1({}, clock(), everyPermission.map(presentPermission))),
  ]
}

/** By the names that roles show, so that one may be made of them. */
const everyPermission = describedPermissionsOf({ scope: 'all', permissions: allPermissions })

const presentPermission = ({ permission, description }: DescribedPermission) => ({
  name: permission.split('.').at(-1)?.toUpperCase() ?? '',
  value: permission,
  description,
})

const laterRoutes = ({ roles, clock }: Dependencies): Route[] => [
  route(listRolesV3, async ({ caller }) => envelope.v3(await presentAll(roles, caller))),
  route(readRoleV3, async ({ caller, params }) =>
    envelope.v3(await presentOne(roles, caller, await roles.read(params.roleId))),
  ),
  route(listUserRolesV3, async ({ caller, params }) => {
    const held = await roles.ofUser(caller, { uid: params.userUid })
    return envelope.v3(held.map(presentHeldRole))
  }),
  route(replaceUserRolesV3, async ({ caller, params, body }) => {
    const result = await roles.replace(caller, { uid: params.userUid }, body.roleIds)
    return envelope.v3({
      processedReplacementRoleIds: [...result.processed],
      newlyAssignedRoleIds: [...result.assigned],
      unassignedRoleIds: [...result.unassigned],
      ignoredRoleIds: [...result.ignored],
    })
  }),
  route(viewRoles, async ({ caller }) => envelope.command(clock(), await presentAll(roles, caller))),
]

const presentOne = async (roles: Roles, caller: Caller, role: Role) =>
  presentRole(role, (await roles.holders(caller)).get(role.id) ?? 0)

const presentAll = async (roles: Roles, caller: Caller) => {
  const [all, holders] = await Promise.all([roles.all(), roles.holders(caller)])
  return all.map((role) => presentRole(role, holders.get(role.id) ?? 0))
}

const presentRole = (role: Role, numberOfUsers: number) => ({
  roleId: role.id,
  roleName: role.name,
  locked: role.locked,
  numberOfUsers,
  creationDate: role.createdAt,
  modificationDate: role.modifiedAt,
  permissions: describedPermissionsOf(role),
})

const presentUserRole = (role: UserRole) => ({
  roleId: role.id,
  roleName: role.name,
  locked: role.locked,
  creationDate: role.grantedAt,
  modificationDate: role.grantedAt,
  permissions: publishedPermissionsOf(role).map((permission) => ({ permission })),
})
