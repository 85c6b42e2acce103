import { noUsernameFilter, refused, systemRule } from './refusals.ts'
import { type Rule, type RuleUser, withUsers } from './rule.ts'

/** People as version 1 names them. */
interface UserBag {
  readonly userIdFromAuthority: string
  readonly userAliasList?: readonly string[] | null | undefined
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
    for (const { userIdFromAuthority, userAliasList } of bags) {
      const aliases = new Set([...(users.get(userIdFromAuthority) ?? []), ...(userAliasList ?? [])])
      users.set(userIdFromAuthority, [...aliases])
    }
    return checked(withUsers(rule, listOf(users)))
  }

export const removeUsers =
  (ids: readonly string[]) =>
  (rule: Rule): Rule =>
    withUsers(
      rule,
      changeable(rule).filter(({ userIdFromAuthority }) => !ids.includes(userIdFromAuthority)),
    )

export const removeAliases =
  (bags: readonly UserBag[]) =>
  (rule: Rule): Rule => {
    const users = new Map(changeable(rule).map((user) => [user.userIdFromAuthority, user.aliases]))
    for (const { userIdFromAuthority, userAliasList } of bags) {
      const rest = users.get(userIdFromAuthority)?.filter((alias) => !userAliasList?.includes(alias)) ?? []
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
