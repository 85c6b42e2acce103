import { z } from 'zod'
import type { ProfileRecord } from '../provisioning/state.ts'
import type { UserRecord } from '../users/repository.ts'
import { type Resource, truthOf } from './patch.ts'
import { scimRefusal } from './problems.ts'
import { respelled } from './spelling.ts'
import { locationOf, urn } from './urns.ts'

/** A user with all that SCIM shows of it. */
export interface ScimUserFacts {
  readonly user: UserRecord
  readonly profile: ProfileRecord | null
  readonly groups: readonly { readonly id: string; readonly name: string }[]
}

/** A user as SCIM shows it. Attributes without a value are left out. */
export const presentScimUser = ({ user, profile, groups }: ScimUserFacts): Resource => {
  const enterprise = enterpriseOf(profile)
  return withoutNothing({
    schemas: enterprise ? [urn.user, urn.enterprise] : [urn.user],
    id: user.uid,
    externalId: user.external_reference,
    userName: user.username,
    name: nameOf(user),
    displayName: profile?.display_name ?? nameOf(user)?.formatted ?? user.username,
    title: profile?.title,
    userType: profile?.employment_type,
    active: user.active === 1,
    emails: [{ value: user.email, type: 'work', primary: true }],
    addresses: addressesOf(profile),
    groups: groups.map(({ id, name }) => ({
      value: id,
      $ref: locationOf('Groups', id),
      display: name,
      type: 'direct',
    })),
    [urn.enterprise]: enterprise,
    meta: {
      resourceType: 'User',
      created: user.created_at,
      lastModified: later(user.modified_at, profile?.modified_at),
      location: locationOf('Users', user.uid),
    },
  })
}

/** What a directory tells is kept beside the account, with its own time. */
const later = (one: string, other: string | undefined): string => (other !== undefined && other > one ? other : one)

const nameOf = ({ first_name, last_name }: UserRecord) => {
  const formatted = [first_name, last_name].filter(Boolean).join(' ')
  return formatted === '' ? null : withoutNothing({ formatted, givenName: first_name, familyName: last_name })
}

const enterpriseOf = (profile: ProfileRecord | null): Resource | null => {
  if (!profile) return null
  const { department, division, manager_uid, manager_name } = profile
  if (department === null && division === null && manager_uid === null) return null
  const manager = manager_uid === null ? null : withoutNothing({ value: manager_uid, displayName: manager_name })
  return withoutNothing({ department, division, manager })
}

const addressesOf = (profile: ProfileRecord | null): Resource[] | null => {
  if (!profile) return null
  const { locality, region, country } = profile
  return locality === null && region === null && country === null
    ? null
    : [withoutNothing({ type: 'work', primary: true, locality, region, country })]
}

const withoutNothing = (value: Resource): Resource =>
  Object.fromEntries(
    Object.entries(value).filter(
      ([, held]) => held !== null && held !== undefined && !(Array.isArray(held) && held.length === 0),
    ),
  )

const text = z.preprocess(
  (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
  z.string().trim().max(1024),
)
const fact = z.preprocess((value) => (value === '' ? null : value), text.nullable().optional())
/** An identity provider may send one object where a list belongs. */
const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (value === null || value === undefined ? undefined : [value].flat()),
    z.array(item).max(50).optional(),
  )
const flagged = { type: z.string().nullish(), primary: z.preprocess(truthOf, z.boolean().nullish()) }
const reference = z.preprocess(
  (value) => (typeof value === 'object' && value !== null ? value : value ? { value } : null),
  z.looseObject({ value: fact }).nullish(),
)

const scimUser = z.looseObject({
  userName: z.string().trim().min(1).max(1024),
  externalId: fact,
  displayName: fact,
  title: fact,
  userType: fact,
  active: z.preprocess(truthOf, z.boolean().nullish()),
  password: z.string().max(1024).nullish(),
  name: z.looseObject({ givenName: fact, familyName: fact }).nullish(),
  emails: list(z.looseObject({ ...flagged, value: fact })),
  addresses: list(z.looseObject({ ...flagged, locality: fact, region: fact, country: fact })),
  [urn.enterprise]: z.looseObject({ department: fact, division: fact, manager: reference }).nullish(),
})

/** What a whole resource says of a user; the manager is as the provider names it. */
export const readScimUser = (resource: unknown) => {
  const outcome = scimUser.safeParse(respelled(resource))
  if (!outcome.success) {
    const [issue] = outcome.error.issues
    throw scimRefusal('invalidValue', issue?.message ?? 'cannot be read', issue?.path.map(String).join('.'))
  }
  const user = outcome.data
  const enterprise = user[urn.enterprise]
  const address = foremost(user.addresses)
  return {
    state: {
      username: user.userName,
      email: foremost(user.emails)?.value ?? undefined,
      externalReference: user.externalId ?? null,
      firstName: user.name?.givenName ?? null,
      lastName: user.name?.familyName ?? null,
      active: user.active ?? undefined,
      displayName: user.displayName ?? null,
      title: user.title ?? null,
      employmentType: user.userType ?? null,
      department: enterprise?.department ?? null,
      division: enterprise?.division ?? null,
      locality: address?.locality ?? null,
      region: address?.region ?? null,
      country: address?.country ?? null,
    },
    manager: enterprise?.manager?.value ?? null,
    password: user.password ?? undefined,
  }
}

/** The primary one, else that of work, else the first. */
const foremost = <Item extends { type?: string | null | undefined; primary?: boolean | null | undefined }>(
  items: readonly Item[] | undefined,
): Item | undefined =>
  items?.find(({ primary }) => primary === true) ??
  items?.find(({ type }) => type?.toLowerCase() === 'work') ??
  items?.[0]
