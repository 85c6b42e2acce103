/** Permissions an API client or a role can hold, with what each lets its holder do. */
export const permissions = {
  'file-events.read': 'Search, group, export and follow file events; read saved searches',
  'file-events.write': 'Send file events into the store',
  'saved-searches.write': 'Create, change and remove saved searches',
  'risk-settings.read': 'Read risk indicators, their categories and weights',
  'risk-settings.write': 'Change weights, switch risk indicators on and off, mark file names and trusted addresses',
  'agents.read': 'Read agents, devices, backup usage and the loss ledger',
  'agents.write': 'Register, change, activate, deactivate, block and upgrade agents',
  'users.read': 'Read users, their roles, and which roles there are',
  'users.write': 'Create, change, move, activate, deactivate and block users; grant roles the caller holds',
  'roles.write': 'Create, change and remove roles of the installation',
  'organizations.read': 'Read organizations and their settings',
  'organizations.write': 'Create, change, activate, deactivate and block organizations',
  'directory.read': 'Read departments and directory groups',
  'actors.read': 'Read actors, their families and risk profiles',
  'actors.write': 'Change notes, dates and names of actors; make one actor adopt another',
  'directory.provision': 'Provision users, departments and directory groups from an identity provider by SCIM',
  'trusted-activities.read': 'Read what the company trusts',
  'trusted-activities.write': 'Add, change and remove what the company trusts',
  'watchlists.read': 'Read watchlists, who is on them, and who was at any time',
  'watchlists.write': 'Create, change and delete watchlists, and put people on them',
  'alert-rules.read': 'Read alert rules and whom they watch',
  'alert-rules.write': 'Create, change, switch and remove alert rules',
  'alerts.read': 'Read alerts and sessions, what was observed, and why they are there',
  'alerts.write': 'Set states and notes of alerts and sessions',
  'notifications.read': 'Read where alerts are told, and what was or could not be delivered',
  'notifications.write':
    'Create, change and remove channels to holders of `alerts.read`; test them, and send again what was given up',
  'lessons.read': 'Read lessons, who receives them and why',
  'lessons.write': 'Create, change and remove lessons; send them, and have watchlists send them',
  'lessons.deliver': 'Fetch who is to receive a lesson, to deliver it by means of their own',
  'backtests.read': 'Read rehearsals of alert rules: the alerts they would have raised, with people and files',
  'backtests.write': 'Rehearse alert rules on past events, and stop and remove rehearsals',
  'api-clients.read': 'Read API clients and the tokens of identity providers',
  'api-clients.write': 'Create, rotate and disable API clients; create, rotate and revoke tokens of identity providers',
  'audit.read': 'Read the audit log',
  'customer.read': 'Read the tenant',
} as const

export type Permission = keyof typeof permissions

/** Permissions over things that belong to organizations: only these can be bounded to one. */
export const organizationPermissions: readonly Permission[] = [
  'agents.read',
  'agents.write',
  'users.read',
  'users.write',
  'organizations.read',
  'organizations.write',
  'directory.read',
  'actors.read',
  'actors.write',
  'directory.provision',
  'customer.read',
]

export const allPermissions = Object.keys(permissions) as readonly Permission[]

/**
 * Names under which the published roles show a permission (domain reference 11.4), by how far the role reaches.
 * A permission that is not here has no published name and is shown under its own.
 */
export const publishedPermissions: Readonly<
  Partial<Record<Permission, { readonly organization: readonly string[]; readonly all: readonly string[] }>>
> = {
  'users.read': { organization: ['admin.user.read'], all: ['admin.user.read', 'admin.crossorg_user.read'] },
  'users.write': { organization: ['admin.user.update'], all: ['admin.user.update', 'admin.crossorg_user.update'] },
  'organizations.read': { organization: ['admin.org.read'], all: ['admin.org.read', 'admin.crossorg_org.read'] },
  'organizations.write': {
    organization: ['admin.org.create', 'admin.org.update_deactivate'],
    all: ['admin.org.create', 'admin.org.update_deactivate', 'admin.crossorg_org.update_deactivate'],
  },
  'agents.read': {
    organization: ['admin.computer.read'],
    all: ['admin.computer.read', 'admin.crossorg_computer.read'],
  },
  'agents.write': {
    organization: ['admin.computer.update'],
    all: ['admin.computer.update', 'admin.crossorg_computer.update'],
  },
}
