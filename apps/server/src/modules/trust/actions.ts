import type { NewTrustedActivity, TrustedActivity } from '@spillway/contract'
import {
  type EntryAction,
  everyAction,
  supportedActions,
  type TrustProvider,
  type TrustType,
  trustActions,
} from '@spillway/detection'
import { refused } from './refusals.ts'

export type GivenGroups = NewTrustedActivity['activityActionGroups']
type GivenAction = NonNullable<NonNullable<NonNullable<GivenGroups>[number]['activityActions']>[number]>

/** The actions of a new entry. A domain without groups is trusted for everything. */
export const newActions = (type: TrustType, groups: GivenGroups): readonly EntryAction[] =>
  type === 'DOMAIN' && isEmpty(groups) ? everyAction('DOMAIN') : readActions(type, groups ?? [])

/** The actions that a change leaves: groups replace what was there; none leave a domain as it is. */
export const changedActions = (
  type: TrustType,
  groups: GivenGroups,
  before: readonly EntryAction[],
): readonly EntryAction[] => {
  if (groups === undefined || groups === null) return before
  return type === 'DOMAIN' && isEmpty(groups) ? before : readActions(type, groups)
}

const isEmpty = (groups: GivenGroups): boolean => (groups ?? []).length === 0

const field = 'activityActionGroups'

const readActions = (type: TrustType, groups: NonNullable<GivenGroups>): EntryAction[] => {
  const supported = supportedActions[type]
  if (Object.keys(supported).length === 0) {
    if (groups.length > 0) throw refused(field, `must be empty for ${type}`)
    return []
  }
  const given = groups.flatMap(({ activityActions }) => activityActions ?? [])
  if (given.length === 0) throw refused(field, `needs at least one action for ${type}`)
  const providers = given.map((action) => [action.type, readProviders(type, action)] as const)
  return trustActions.flatMap((action) => {
    const named = providers.filter(([name]) => name === action)
    if (named.length === 0) return []
    const all = new Set(named.flatMap(([, names]) => names))
    return [{ type: action, providers: (supported[action] ?? []).filter((name) => all.has(name)) }]
  })
}

const readProviders = (type: TrustType, action: GivenAction): TrustProvider[] => {
  const supported = supportedActions[type][action.type]
  if (!supported) throw refused(field, `${action.type} is no action of ${type}`)
  const names = (action.providers ?? []).map(({ name }) => name)
  const strange = names.find((name) => !supported.includes(name))
  if (strange !== undefined) throw refused(field, `${strange} is no provider of ${action.type} for ${type}`)
  if (supported.length > 0 && names.length === 0) throw refused(field, `${action.type} needs a provider`)
  return names
}

/** Actions in the form in which clients read them. */
export const groupsOf = (actions: readonly EntryAction[]): TrustedActivity['activityActionGroups'] =>
  actions.length === 0
    ? []
    : [
        {
          name: 'DEFAULT',
          activityActions: actions.map(({ type, providers }) => ({
            type,
            providers: providers.map((name) => ({ name })),
          })),
        },
      ]
