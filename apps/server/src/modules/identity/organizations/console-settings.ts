import { z } from 'zod'
import { SpillwayError } from '../../../platform/errors.ts'

const text = z.string().max(1000)
const texts = z.array(text).max(1000)
const whole = z.int()
const numbers = z.array(z.int()).max(1000).nullable()

/**
 * The fields of the console's settings page, each with what stands where no organization up to the root says otherwise.
 * Fields of a group are taken from above together, or set here together. The values are Spillway's own choice.
 */
const fields = {
  archiveHoldDays: { schema: whole, fallback: 365, group: 'isUsingQuotaDefaults' },
  defaultUserMaxBytes: { schema: whole, fallback: -1, group: 'isUsingQuotaDefaults' },
  defaultUserMobileQuota: { schema: whole, fallback: -1, group: 'isUsingQuotaDefaults' },
  warnInDays: { schema: whole, fallback: 3, group: 'isUsingReportingDefaults' },
  alertInDays: { schema: whole, fallback: 5, group: 'isUsingReportingDefaults' },
  recipients: { schema: texts, fallback: [], group: 'isUsingReportingDefaults' },
  sendReports: { schema: z.boolean(), fallback: false, group: 'isUsingReportingDefaults' },
  reportSchedule: { schema: text, fallback: '_______', group: 'isUsingReportingDefaults' },
  webRestoreUserLimitMb: { schema: whole, fallback: 250, group: null },
  webRestoreAdminLimitMb: { schema: whole, fallback: 500, group: null },
  securityKeyType: { schema: text, fallback: 'AccountPassword', group: null },
  securityKeyLocked: { schema: z.boolean(), fallback: false, group: null },
  autoOfferSelf: { schema: z.boolean(), fallback: true, group: null },
  allowLocalFolders: { schema: z.boolean(), fallback: true, group: null },
  defaultRoles: { schema: texts, fallback: ['Desktop User', 'PROe User'], group: null },
  isNativeClientsEnabled: { schema: z.boolean(), fallback: false, group: null },
  ldapServerIds: { schema: numbers, fallback: [], group: null },
  radiusServerIds: { schema: numbers, fallback: [], group: null },
  ssoIdentityProviderUids: { schema: texts, fallback: [], group: null },
} as const

type Name = keyof typeof fields
type Group = 'isUsingQuotaDefaults' | 'isUsingReportingDefaults'

/** Values by field. What an organization has of its own is a part of them. */
export type ConsoleSettings = Readonly<Record<string, unknown>>

const names = Object.keys(fields) as readonly Name[]
const groups: readonly Group[] = ['isUsingQuotaDefaults', 'isUsingReportingDefaults']
const inGroup = (group: Group): readonly Name[] => names.filter((name) => fields[name].group === group)

/** Values that hold when no organization sets any. */
const fallbacks: ConsoleSettings = Object.fromEntries(names.map((name) => [name, fields[name].fallback]))

/** What holds in the last of a line of organizations, given from the root down by what each has of its own. */
export const settingsInForce = (line: readonly ConsoleSettings[]): ConsoleSettings =>
  Object.assign({}, fallbacks, ...line)

/** Which groups are taken from above. */
export const groupsFromAbove = (own: ConsoleSettings): Readonly<Record<Group, boolean>> => ({
  isUsingQuotaDefaults: !inGroup('isUsingQuotaDefaults').some((name) => Object.hasOwn(own, name)),
  isUsingReportingDefaults: !inGroup('isUsingReportingDefaults').some((name) => Object.hasOwn(own, name)),
})

/**
 * What an organization has of its own after a wish. Clients send back the whole page, so that a value equal to the one in
 * force is none of its own unless it was before; a group marked as taken from above loses its own values.
 */
export const ownSettings = (own: ConsoleSettings, above: ConsoleSettings, wish: ConsoleSettings): ConsoleSettings => {
  const inForce = { ...above, ...own }
  const given = names.flatMap((name) => {
    const value = checked(name, wish[name])
    return value === undefined || same(value, inForce[name]) ? [] : [[name, value] as const]
  })
  const dropped = groups.filter((group) => wish[group] === true).flatMap(inGroup)
  const kept = Object.entries({ ...own, ...Object.fromEntries(given) })
  return Object.fromEntries(kept.filter(([name]) => !dropped.includes(name as Name)))
}

/** Null means not supplied. */
const checked = (name: Name, value: unknown): unknown => {
  if (value === undefined || value === null) return undefined
  const outcome = fields[name].schema.safeParse(value)
  if (outcome.success) return outcome.data
  throw new SpillwayError('MALFORMED_REQUEST', {
    field: `body.settings.${name}`,
    reason: outcome.error.issues[0]?.message ?? 'is not of its kind',
  })
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right)
