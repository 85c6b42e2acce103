import { allPermissions, type Permission, permissions, publishedPermissions } from './permissions.ts'

/** How far a role reaches: every organization, or the holder's own and those under it. */
export type RoleScope = 'all' | 'organization'

export interface RoleDefinition {
  /** Slug of the name, as current clients use it. */
  readonly id: string
  /** Number of old scripts; 10 is published for Org Admin, the others are Spillway's own. */
  readonly legacyId: number
  readonly name: string
  readonly scope: RoleScope
  readonly permissions: readonly Permission[]
}

const helpDesk = ['users.read', 'organizations.read', 'agents.read', 'customer.read'] as const
const manager = [...helpDesk, 'directory.read', 'users.write', 'agents.write'] as const
const administrator = [...manager, 'organizations.write'] as const
const viewer = ['users.read', 'agents.read', 'customer.read'] as const
const readOnly = [
  'file-events.read',
  'risk-settings.read',
  'agents.read',
  'users.read',
  'organizations.read',
  'directory.read',
  'actors.read',
  'trusted-activities.read',
  'watchlists.read',
  'alert-rules.read',
  'alerts.read',
  'lessons.read',
  'backtests.read',
  'customer.read',
] as const
const analyst = [
  ...readOnly,
  'saved-searches.write',
  'risk-settings.write',
  'watchlists.write',
  'actors.write',
  'alert-rules.write',
  'backtests.write',
  'alerts.write',
  'lessons.write',
] as const
const investigator = [
  'file-events.read',
  'users.read',
  'directory.read',
  'actors.read',
  'watchlists.read',
  'alert-rules.read',
  'alerts.read',
  'lessons.read',
  'customer.read',
] as const
const listManager = [
  'users.read',
  'directory.read',
  'actors.read',
  'actors.write',
  'watchlists.read',
  'customer.read',
] as const
const nothing = [] as const

const named = (
  legacyId: number,
  name: string,
  scope: RoleScope,
  permissions: readonly Permission[],
): RoleDefinition => ({ id: slugOf(name), legacyId, name, scope, permissions })

/** Slug of a role's name. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')

/**
 * Roles every installation has (names: domain reference 7.4; what each gives is inferred from their published summaries).
 * Roles over features that are not there yet give nothing so far.
 */
export const builtInRoles: readonly RoleDefinition[] = [
  named(1, 'Customer Cloud Admin', 'all', allPermissions),
  named(2, 'Desktop User', 'organization', nothing),
  named(3, 'PROe User', 'organization', nothing),
  named(4, 'Insider Risk Admin', 'all', [
    ...analyst,
    'audit.read',
    'agents.write',
    'trusted-activities.write',
    'notifications.read',
    'notifications.write',
  ]),
  named(5, 'Insider Risk Analyst', 'all', analyst),
  named(6, 'Insider Risk Respond', 'all', [...investigator, 'risk-settings.read', 'alerts.write']),
  named(7, 'Insider Risk Read Only', 'all', readOnly),
  named(8, 'Security Administrator', 'all', ['organizations.read', 'agents.read', 'customer.read']),
  named(9, 'Security Center User', 'all', ['file-events.read', 'customer.read']),
  named(10, 'Org Admin', 'organization', administrator),
  named(11, 'Org Manager', 'organization', manager),
  named(12, 'Org Help Desk', 'organization', helpDesk),
  named(13, 'Org Legal Admin', 'organization', viewer),
  named(14, 'Org Security Viewer', 'organization', viewer),
  named(15, 'Cross Org Admin', 'all', administrator),
  named(16, 'Cross Org Admin - No Restore', 'all', administrator),
  named(17, 'Cross Org Manager', 'all', manager),
  named(18, 'Cross Org Help Desk', 'all', helpDesk),
  named(19, 'Cross Org Legal Admin', 'all', viewer),
  named(20, 'Cross Org Security Viewer', 'all', viewer),
  named(21, 'Audit Log Viewer', 'all', ['audit.read', 'customer.read']),
  named(22, 'Departing Employee Manager', 'all', listManager),
  named(23, 'High Risk Employee Manager', 'all', listManager),
  named(24, 'Admin Restore', 'all', nothing),
  named(25, 'Admin Restore Limited', 'all', nothing),
  named(26, 'Push Restore', 'all', nothing),
  named(27, 'Remote File Selection', 'all', nothing),
  named(28, 'Desktop User - No Web Restore', 'organization', nothing),
  named(29, 'Alert Emails', 'all', nothing),
]

/** What every agent may do. */
export const agentPermissions: readonly Permission[] = ['file-events.write']

/** A permission by the name under which it is published, and what it is for. */
export interface DescribedPermission {
  readonly permission: string
  readonly description: string
}

/** Permissions of a role as clients of the published API read them. */
export const describedPermissionsOf = (role: Pick<RoleDefinition, 'scope' | 'permissions'>): DescribedPermission[] =>
  role.permissions.flatMap((permission) => {
    const names = publishedPermissions[permission]?.[role.scope] ?? [permission]
    return names.map((name) => ({ permission: name, description: permissions[permission] }))
  })

/** Their names alone. */
export const publishedPermissionsOf = (role: Pick<RoleDefinition, 'scope' | 'permissions'>): readonly string[] =>
  describedPermissionsOf(role).map(({ permission }) => permission)
