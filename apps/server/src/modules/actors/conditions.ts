import { type Expression, type SqlBool, sql } from 'kysely'
import { isAlike, usernameKey } from '../identity/index.ts'

/** Facts that a directory tells, each matched whole in any letter case. */
const directoryColumns = {
  title: 'profile.title',
  division: 'profile.division',
  department: 'department.name',
  employmentType: 'profile.employment_type',
  country: 'profile.country',
  region: 'profile.region',
  locality: 'profile.locality',
} as const

type DirectoryFact = keyof typeof directoryColumns

export interface NameFilter {
  readonly nameStartsWith?: string | undefined
  readonly nameEndsWith?: string | undefined
  readonly active?: boolean | undefined
}

export type ActorFilter = NameFilter & { readonly managerId?: string | undefined } & {
  readonly [fact in DirectoryFact]?: string | undefined
}

type Condition = Expression<SqlBool>

/** Name and state of a row of `user` under the given alias. */
export const named = (alias: string, filter: NameFilter): Condition[] => [
  ...nameRange(`${alias}.username_key`, filter),
  ...(filter.active === undefined ? [] : [sql<SqlBool>`${sql.ref(`${alias}.active`)} = ${filter.active ? 1 : 0}`]),
]

const nameRange = (column: string, { nameStartsWith, nameEndsWith }: NameFilter): Condition[] => {
  const key = sql.ref(column)
  const [start, end] = [usernameKey(nameStartsWith ?? ''), usernameKey(nameEndsWith ?? '')]
  return [
    // A range, so that the index of names serves it; nothing sorts after the last code point.
    ...(start === '' ? [] : [sql<SqlBool>`${key} >= ${start} and ${key} < ${`${start}\u{10FFFF}`}`]),
    ...(end === '' ? [] : [sql<SqlBool>`${key} like ${`%${escaped(end)}`} escape '\\'`]),
  ]
}

/** Name and state of a row of `cloud_actor`, all of which are active. */
export const cloudNamed = (filter: NameFilter): Condition[] =>
  filter.active === false ? [sql<SqlBool>`1 = 0`] : nameRange('cloud_actor.name_key', filter)

/** What a directory tells of somebody: conditions of a row of `directory_profile`, with its department. */
export const told = (filter: ActorFilter): Condition[] => [
  ...(filter.managerId === undefined ? [] : [sql<SqlBool>`${sql.ref('profile.manager_uid')} = ${filter.managerId}`]),
  ...(Object.keys(directoryColumns) as DirectoryFact[]).flatMap((fact) => {
    const wanted = filter[fact]
    return wanted === undefined ? [] : [isInAnyCase(directoryColumns[fact], wanted)]
  }),
]

/** True where only users can match: accounts of a cloud service have no directory that tells of them. */
export const wantsUsersOnly = (filter: ActorFilter): boolean => told(filter).length > 0

const isInAnyCase = (column: string, text: string): Condition =>
  sql<SqlBool>`(${sql.ref(column)} = ${text} or ${isAlike(sql.ref(column), text)})`

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)
