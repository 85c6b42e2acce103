import {
  activateConsoleUser,
  activateUserV3,
  blockConsoleUser,
  blockUserV3,
  createConsoleUser,
  deactivateConsoleUser,
  deactivateUserV3,
  listConsoleUsers,
  moveConsoleUser,
  moveUserV3,
  readConsoleUser,
  readDirectoryProfile,
  readDirectoryProfileV7,
  readMyUser,
  readResellerUser,
  unblockConsoleUser,
  unblockUserV3,
  updateConsoleUser,
} from '@spillway/contract'
import {
  asConsole,
  type Caller,
  type ConsoleQuery,
  csvReply,
  envelope,
  flagOf,
  idNumber,
  type Route,
  route,
  textOf,
  wantsCsv,
} from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { OrganizationKey, OrganizationLookup } from '../organizations/lookup.ts'
import { reachOf } from '../reach.ts'
import type { Roles } from '../roles/service.ts'
import type { UserChanges, UserWish } from './changes.ts'
import { createConsoleSearch, userKeyOf } from './console-search.ts'
import type { UserLifecycle } from './lifecycle.ts'
import type { People } from './people.ts'
import { presentConsoleUser, userColumns } from './present-console.ts'
import type { UserRecord } from './repository.ts'
import type { UserUsages } from './usage.ts'

interface Dependencies {
  readonly people: People
  readonly changes: UserChanges
  readonly lifecycle: UserLifecycle
  readonly roles: Roles
  readonly lookup: OrganizationLookup
  readonly usages: UserUsages
  readonly clock: () => Date
}

/** The console API of users: the same services in the shapes of v1, v3 and the commands after it. */
export const legacyUserRoutes = (dependencies: Dependencies): readonly Route[] => [
  ...readRoutes(dependencies),
  ...writeRoutes(dependencies),
  ...turnRoutes(dependencies),
  ...v3Routes(dependencies),
  ...profileRoutes(dependencies),
]

const readRoutes = (dependencies: Dependencies): Route[] => {
  const { people, clock } = dependencies
  const search = createConsoleSearch(dependencies)
  const present = async (user: UserRecord, query: ConsoleQuery) => {
    const aroundOf = await search.around([user], query)
    return envelope.v1(query, clock(), presentConsoleUser(user, query, aroundOf(user)))
  }
  return [
    route(readMyUser, ({ caller, query }) => asConsole(async () => present(await people.my(caller), query))),
    route(listConsoleUsers, ({ caller, query }) =>
      asConsole(async () => {
        if (wantsCsv(query)) return csvReply('users.csv', userColumns, search.all(caller, query))
        const { users, totalCount, aroundOf } = await search.page(caller, query)
        const shown = users.map((user) => presentConsoleUser(user, query, aroundOf(user)))
        return envelope.v1(query, clock(), { totalCount, users: shown })
      }),
    ),
    route(readResellerUser, ({ caller, query }) =>
      asConsole(async () =>
        present(await people.byExternalReference(caller, textOf(query, 'channelCustomerId') ?? ''), query),
      ),
    ),
    route(readConsoleUser, ({ caller, params, query }) =>
      asConsole(async () =>
        present(await people.read(caller, userKeyOf(params.userId, textOf(query, 'idType'))), query),
      ),
    ),
  ]
}

const writeRoutes = ({ changes, clock }: Dependencies): Route[] => [
  route(createConsoleUser, ({ caller, body }) =>
    asConsole(async () => {
      const { orgUid, orgId, username, ...facts } = body
      const key: OrganizationKey = orgUid ? { uid: orgUid } : { legacyId: orgId ?? -1 }
      const created = await changes.create(caller, { ...wishOf(facts), username }, key)
      return envelope.v1({}, clock(), presentConsoleUser(created, {}))
    }),
  ),
  route(updateConsoleUser, ({ caller, params, query, body }) =>
    asConsole(async () => {
      const { username, ...facts } = body
      const wish = { ...wishOf(facts), ...(username != null && { username }) }
      const updated = await changes.update(caller, userKeyOf(params.userId, textOf(query, 'idType')), wish)
      return envelope.v1(query, clock(), presentConsoleUser(updated, {}))
    }),
  ),
]

interface ConsoleFacts {
  readonly email?: string | null | undefined
  readonly password?: string | null | undefined
  readonly firstName?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly notes?: string | null | undefined
  readonly userExtRef?: string | null | undefined
  readonly quotaInBytes?: number | null | undefined
}

/** Null means not supplied; an empty text clears. */
const wishOf = (facts: ConsoleFacts): UserWish => ({
  ...(facts.email != null && { email: facts.email }),
  ...(facts.password != null && { password: facts.password }),
  ...(facts.firstName != null && { firstName: facts.firstName || null }),
  ...(facts.lastName != null && { lastName: facts.lastName || null }),
  ...(facts.notes != null && { notes: facts.notes || null }),
  ...(facts.userExtRef != null && { externalReference: facts.userExtRef || null }),
  ...(facts.quotaInBytes != null && { quotaBytes: quota(facts.quotaInBytes) }),
})

const quota = (bytes: number): number => {
  if (bytes >= -1) return bytes
  throw new SpillwayError('MALFORMED_REQUEST', { field: 'body.quotaInBytes', reason: 'is -1 for no limit, or more' })
}

/** Runs a change that answers nothing. */
const silently = (work: () => Promise<void>): Promise<undefined> => asConsole(work).then(() => undefined)

const turnRoutes = ({ lifecycle, lookup }: Dependencies): Route[] => [
  route(blockConsoleUser, ({ caller, params }) =>
    silently(() => lifecycle.setBlocked(caller, userKeyOf(params.userId), true)),
  ),
  route(unblockConsoleUser, ({ caller, params }) =>
    silently(() => lifecycle.setBlocked(caller, userKeyOf(params.userId), false)),
  ),
  route(deactivateConsoleUser, ({ caller, params, body }) =>
    silently(() => lifecycle.deactivate(caller, userKeyOf(params.userId), { block: body?.blockUser === true })),
  ),
  route(activateConsoleUser, ({ caller, params, query }) =>
    silently(() =>
      lifecycle.activate(caller, userKeyOf(params.userId), { unblock: flagOf(query, 'unblockUser') === true }),
    ),
  ),
  route(moveConsoleUser, ({ caller, body }) =>
    silently(async () => {
      const key = { legacyId: idNumber(body.parentOrgId) }
      await lifecycle.move(caller, userKeyOf(body.userId), await lookup.find(reachOf(caller, 'users.write'), key))
    }),
  ),
]

const v3Routes = ({ lifecycle, lookup }: Dependencies): Route[] => {
  const done = async (work: Promise<void>) => {
    await work
    return envelope.v3(null)
  }
  return [
    route(blockUserV3, ({ caller, params }) => done(lifecycle.setBlocked(caller, { uid: params.userUid }, true))),
    route(unblockUserV3, ({ caller, params }) => done(lifecycle.setBlocked(caller, { uid: params.userUid }, false))),
    route(deactivateUserV3, ({ caller, params, body }) =>
      done(lifecycle.deactivate(caller, { uid: params.userUid }, { block: body?.block === true })),
    ),
    route(activateUserV3, ({ caller, params, body }) =>
      done(lifecycle.activate(caller, { uid: params.userUid }, { unblock: body?.unblock === true })),
    ),
    route(moveUserV3, async ({ caller, params, body }) => {
      const destination = await destinationOf(lookup, caller, body.orgGuid ?? body.orgId ?? '')
      return done(lifecycle.move(caller, { uid: params.userUid }, destination))
    }),
  ]
}

/** Organization by number or guid, whichever the text is. */
const destinationOf = (lookup: OrganizationLookup, caller: Caller, id: string) =>
  lookup.find(reachOf(caller, 'users.write'), /^\d{1,9}$/.test(id) ? { legacyId: Number(id) } : { guid: id })

const profileRoutes = ({ people, clock }: Dependencies): Route[] => {
  const read = async ({ caller, query }: { readonly caller: Caller; readonly query: ConsoleQuery }) => {
    const { user, profile } = await people.profile(caller, textOf(query, 'userId') ?? '')
    return envelope.command(clock(), {
      userId: user.uid,
      title: profile?.title ?? null,
      division: profile?.division ?? null,
      department: profile?.department ?? null,
      employmentType: profile?.employment_type ?? null,
      managerUserId: profile?.manager_uid ?? null,
      locality: profile?.locality ?? null,
      region: profile?.region ?? null,
      country: profile?.country ?? null,
      firstName: user.first_name,
      lastName: user.last_name,
      username: user.username,
      hasScimUserData: profile !== null,
    })
  }
  return [route(readDirectoryProfile, read), route(readDirectoryProfileV7, read)]
}
