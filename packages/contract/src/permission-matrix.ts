import type { Operation } from './operation.ts'
import { type Permission, permissions } from './permissions.ts'
import { builtInRoles, type RoleDefinition } from './roles.ts'

/** What a role makes of an operation: everywhere, in the holder's own organization and under it, or refused. */
export type Access = 'all' | 'organization' | 'none'

/** Access of a role to an operation. Operations without permission are open to whoever proves who it is, or to all. */
export const accessOf = (role: RoleDefinition, { permission }: Pick<Operation, 'permission'>): Access => {
  if (permission === null) return 'all'
  return role.permissions.includes(permission) ? role.scope : 'none'
}

/** Operations that ask for a permission, in order of path and method. */
export const guardedOperations = (operations: readonly Operation[]): readonly Operation[] =>
  operations
    .filter(({ permission }) => permission !== null)
    .toSorted((left, right) => compare(`${left.path} ${left.method}`, `${right.path} ${right.method}`))

/** The matrix operation × role as a page of the reference. */
export const renderPermissions = (operations: readonly Operation[]): string =>
  [
    '# Permissions',
    generated,
    '## Roles',
    `${marks} Roles that give nothing yet belong to features that are not there so far.`,
    table(['No.', 'Role', 'Id', 'Reach', 'Permissions'], builtInRoles.map(roleRow)),
    '## Permissions',
    table(['Permission', 'Lets its holder', 'Roles'], Object.entries(permissions).map(permissionRow)),
    '## Operations by role',
    'Columns are the numbers of the roles above. `●` everywhere, `○` in the own organization and those under it.',
    table(['Operation', 'Permission', ...columns.map(({ legacyId }) => String(legacyId))], matrixRows(operations)),
    '## Operations that need no permission',
    'Any authenticated caller may call these; `open` ones need no credentials, or take them in exchange for a token.',
    table(['Operation', 'Callers'], operations.filter(isFree).map(freeRow)),
    '## Operations that are not there yet',
    'They answer 501 to any authenticated caller, and say why.',
    table(['Operation', 'Why'], operations.filter(({ unavailable }) => unavailable).map(unavailableRow)),
  ].join('\n\n')

const generated =
  'Generated from the contract by `node tools/permissions-reference.ts`; a test fails when the two differ.'
const marks = 'A role reaches every organization (`all`), or the holder’s own and those under it (`organization`).'

const columns = builtInRoles.filter((role) => role.permissions.length > 0)

const roleRow = (role: RoleDefinition): string[] => [
  String(role.legacyId),
  role.name,
  code(role.id),
  role.scope,
  role.permissions.length === Object.keys(permissions).length ? 'every one' : list(role.permissions),
]

const permissionRow = ([permission, meaning]: [string, string]): string[] => [
  code(permission),
  meaning,
  builtInRoles
    .filter((role) => role.permissions.includes(permission as Permission))
    .map(({ legacyId }) => legacyId)
    .join(', '),
]

const matrixRows = (operations: readonly Operation[]): string[][] =>
  guardedOperations(operations).map((operation) => [
    code(`${operation.method} ${operation.path}`),
    code(operation.permission ?? ''),
    ...columns.map((role) => signs[accessOf(role, operation)]),
  ])

const signs: Readonly<Record<Access, string>> = { all: '●', organization: '○', none: '' }

const freeRow = ({ method, path, authentication }: Operation): string[] => [
  code(`${method} ${path}`),
  authentication === 'bearer' ? 'authenticated' : 'open',
]

const isFree = ({ permission, unavailable }: Operation): boolean => permission === null && !unavailable

const unavailableRow = ({ method, path, unavailable }: Operation): string[] => [
  code(`${method} ${path}`),
  unavailable?.reason ?? '',
]

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const code = (text: string): string => `\`${text}\``
const list = (names: readonly string[]): string => names.map(code).join(', ')
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
