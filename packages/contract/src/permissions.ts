/** Permissions an API client or a role can hold, with what each lets its holder do. */
export const permissions = {
  'file-events.read': 'Search, group, export and follow file events; read saved searches',
  'file-events.write': 'Send file events into the store',
  'saved-searches.write': 'Create, change and remove saved searches',
  'agents.read': 'Read agents and the loss ledger',
  'agents.write': 'Register agents and rotate their keys',
  'api-clients.read': 'Read API clients',
  'api-clients.write': 'Create, rotate and disable API clients',
  'audit.read': 'Read the audit log',
  'customer.read': 'Read the tenant',
} as const

export type Permission = keyof typeof permissions

export const allPermissions = Object.keys(permissions) as readonly Permission[]

/** Permissions by role name. Roles grow with the identity domain; the administrator holds everything. */
export const rolePermissions = {
  'Customer Cloud Admin': allPermissions,
  'Insider Risk Analyst': ['file-events.read', 'agents.read', 'customer.read'],
  Agent: ['file-events.write'],
} as const satisfies Record<string, readonly Permission[]>

export type RoleName = keyof typeof rolePermissions
