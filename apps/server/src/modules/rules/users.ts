import { nobodyListed, noUsernameFilter, refused, systemRule } from './refusals.ts'
import { type Rule, type RuleUser, withUsers } from './rule.ts'

/** Names of one person to be added or taken away. */
interface UserBag {
  readonly userIdFromAuthority: string
  readonly aliases?: readonly string[] | null | undefined
}

/** Names that all lists of one rule hold at most. */
const maximumNames = 5_000

/** Whom a rule asks for by name; refuses a rule that asks for nobody. */
export const listedUsers = (rule: Rule): readonly RuleUser[] => {
  if (!rule.definition.filters?.username) throw noUsernameFilter()
  return rule.users
}

const changeable = (rule: Rule): readonly RuleUser[] => {
  if (rule.isSystem) throw systemRule()
  return listedUsers(rule)
}

export const addUsers =
  (bags: readonly UserBag[]) =>
  (rule: Rule): Rule => {
    const users = new Map(changeable(rule).map((user) => [user.userIdFromAuthority, user.aliases]))
    for (const { userIdFromAuthority, aliases } of bags) {
      const every = new Set([...(users.get(userIdFromAuthority) ?? []), ...(aliases ?? [])])
      users.set(userIdFromAuthority, [...every])
    }
    return checked(withUsers(rule, listOf(users)))
  }

export const removeUsers =
  (ids: readonly string[]) =>
  (rule: Rule): Rule => {
    const users = changeable(rule)
    const rest = users.filter(({ userIdFromAuthority }) => !ids.includes(userIdFromAuthority))
    if (ids.length > 0 && rest.length === users.length) throw nobodyListed()
    return withUsers(rule, rest)
  }

export const removeAliases =
  (bags: readonly UserBag[]) =>
  (rule: Rule): Rule => {
    const users = new Map(changeable(rule).map((user) => [user.userIdFromAuthority, user.aliases]))
    for (const { userIdFromAuthority, aliases } of bags) {
      const rest = users.get(userIdFromAuthority)?.filter((alias) => !aliases?.includes(alias)) ?? []
      if (rest.length > 0) users.set(userIdFromAuthority, rest)
      else users.delete(userIdFromAuthority)
    }
    return withUsers(rule, listOf(users))
  }

export const removeEverybody = (rule: Rule): Rule => {
  changeable(rule)
  return withUsers(rule, [])
}

const listOf = (users: ReadonlyMap<string, readonly string[]>): RuleUser[] =>
  [...users].map(([userIdFromAuthority, aliases]) => ({ userIdFromAuthority, aliases }))

const checked = (rule: Rule): Rule => {
  const names = rule.definition.filters?.username?.usernames.length ?? 0
  if (names > maximumNames) throw refused('body.userList', `A rule lists ${maximumNames} names at most`)
  return rule
}
