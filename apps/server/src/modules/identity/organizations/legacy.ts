import {
  activateConsoleOrganization,
  activateOrganizationV3,
  blockConsoleOrganization,
  blockOrganizationV3,
  createConsoleOrganization,
  createOrganizationUnder,
  createOrganizationV3,
  deactivateConsoleOrganization,
  deactivateOrganizationV3,
  listConsoleOrganizations,
  listOrganizationsV3,
  readConsoleOrganization,
  readMyOrganization,
  readOrganizationSettings,
  readOrganizationV3,
  unblockConsoleOrganization,
  unblockOrganizationV3,
  updateConsoleOrganization,
  updateOrganizationV3,
  writeOrganizationSettings,
} from '@spillway/contract'
import {
  asConsole,
  type Caller,
  type ConsoleQuery,
  envelope,
  flagOf,
  includes,
  type Route,
  recordKeyOf,
  route,
  sliceOf,
  textOf,
} from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { People } from '../users/people.ts'
import type { OrganizationKey } from './lookup.ts'
import { presentConsoleOrganization } from './present-console.ts'
import type { OrganizationRecord } from './repository.ts'
import type { Organizations, OrganizationWish } from './service.ts'
import { settingsOf } from './settings.ts'

interface Dependencies {
  readonly organizations: Organizations
  readonly people: People
  readonly clock: () => Date
}

/** The console API of organizations. */
export const legacyOrganizationRoutes = (dependencies: Dependencies): readonly Route[] => [
  ...readRoutes(dependencies),
  ...writeRoutes(dependencies),
  ...turnRoutes(dependencies),
  ...settingRoutes(dependencies),
  ...v3Routes(dependencies),
]

/** Clients that give no size get this many. */
const defaultPage = 100

const presenting = (organizations: Organizations) => {
  const all = async (records: readonly OrganizationRecord[], query: ConsoleQuery) => {
    const counts = includes(query, 'incCounts') ? await organizations.counts(records) : null
    return records.map((record) => presentConsoleOrganization(record, query, counts?.get(record.uid)))
  }
  return {
    all,
    one: async (record: OrganizationRecord, query: ConsoleQuery) => {
      const counts = includes(query, 'incCounts') ? await organizations.counts([record]) : null
      return presentConsoleOrganization(record, query, counts?.get(record.uid))
    },
    page: async (caller: Caller, query: ConsoleQuery) => {
      const { offset, limit } = sliceOf(query, defaultPage)
      const filter = {
        active: flagOf(query, 'active'),
        blocked: flagOf(query, 'blocked'),
        search: textOf(query, 'q'),
      }
      const found = await organizations.list(caller, filter, limit, offset)
      return { totalCount: found.totalCount, orgs: await all(found.organizations, query) }
    },
  }
}

/** By number or uid. */
const keyOf = (id: string, idType?: string): OrganizationKey => recordKeyOf(id, idType, 'orgUid')

const readRoutes = ({ organizations, people, clock }: Dependencies): Route[] => {
  const present = presenting(organizations)
  return [
    route(listConsoleOrganizations, ({ caller, query }) =>
      asConsole(async () => envelope.v1(query, clock(), await present.page(caller, query))),
    ),
    route(readMyOrganization, async ({ caller, query }) => {
      if (caller.kind !== 'user') throw new SpillwayError('COMMAND_REFUSED', { reason: 'Only a user has this' })
      const { org_uid } = await people.my(caller)
      return envelope.v1(query, clock(), await present.one(await organizations.byUid(org_uid), query))
    }),
    route(readConsoleOrganization, ({ caller, params, query }) =>
      asConsole(async () => {
        const record = await organizations.read(caller, keyOf(params.orgId, textOf(query, 'idType')))
        return envelope.v1(query, clock(), await present.one(record, query))
      }),
    ),
  ]
}

interface Limits {
  readonly maxSeats?: number | null | undefined
  readonly maxBytes?: number | null | undefined
}

interface ConsoleWish {
  readonly orgName?: string | null | undefined
  readonly orgExtRef?: string | null | undefined
  readonly notes?: string | null | undefined
  readonly settings?: Limits | null | undefined
}

/** Null means not supplied; an empty text clears. */
const wishOf = ({ orgName, orgExtRef, notes, settings }: ConsoleWish): OrganizationWish => ({
  ...(orgName != null && { name: orgName }),
  ...(orgExtRef != null && { externalReference: orgExtRef || null }),
  ...(notes != null && { notes: notes || null }),
  ...(settings?.maxSeats != null && { maximumSeats: limit('maxSeats', settings.maxSeats) }),
  ...(settings?.maxBytes != null && { maximumBytes: limit('maxBytes', settings.maxBytes) }),
})

const limit = (name: string, value: number): number => {
  if (value >= -1) return value
  throw new SpillwayError('MALFORMED_REQUEST', {
    field: `body.settings.${name}`,
    reason: 'is -1 for no limit, or more',
  })
}

const writeRoutes = ({ organizations, clock }: Dependencies): Route[] => {
  const create = (
    caller: Caller,
    body: ConsoleWish & { readonly orgName: string },
    parent: OrganizationKey | undefined,
  ) =>
    asConsole(async () => {
      const created = await organizations.create(caller, { ...wishOf(body), name: body.orgName }, parent)
      return envelope.v1({}, clock(), presentConsoleOrganization(created, {}))
    })
  return [
    route(createConsoleOrganization, ({ caller, body }) => create(caller, body, parentOf(body))),
    route(createOrganizationUnder, ({ caller, params, body }) => create(caller, body, keyOf(params.orgId))),
    route(updateConsoleOrganization, ({ caller, params, query, body }) =>
      asConsole(async () => {
        const key = keyOf(params.orgId, textOf(query, 'idType'))
        const updated = await organizations.update(caller, key, wishOf(body))
        return envelope.v1(query, clock(), presentConsoleOrganization(updated, {}))
      }),
    ),
  ]
}

const parentOf = (body: {
  readonly parentOrgUid?: string | null | undefined
  readonly parentOrgId?: number | null | undefined
}): OrganizationKey | undefined => {
  if (body.parentOrgUid) return { uid: body.parentOrgUid }
  return body.parentOrgId == null ? undefined : { legacyId: body.parentOrgId }
}

/** Runs a change that answers nothing. */
const silently = (work: Promise<void>): Promise<undefined> => asConsole(() => work).then(() => undefined)

const turnRoutes = ({ organizations }: Dependencies): Route[] => [
  route(blockConsoleOrganization, ({ caller, params }) =>
    silently(organizations.setBlocked(caller, keyOf(params.orgId), true)),
  ),
  route(unblockConsoleOrganization, ({ caller, params }) =>
    silently(organizations.setBlocked(caller, keyOf(params.orgId), false)),
  ),
  route(deactivateConsoleOrganization, ({ caller, params }) =>
    silently(organizations.deactivate(caller, keyOf(params.orgId))),
  ),
  route(activateConsoleOrganization, ({ caller, params }) =>
    silently(organizations.activate(caller, keyOf(params.orgId))),
  ),
]

const settingRoutes = ({ organizations, clock }: Dependencies): Route[] => {
  const read = async (caller: Caller, key: OrganizationKey) => {
    const own = Object.entries(settingsOf(await organizations.read(caller, key)))
    const settings = own.map(([name, { value, locked }], index) => [
      name,
      { scope: 'ORG', value, locked, id: index + 1 },
    ])
    return envelope.v1({}, clock(), Object.fromEntries(settings))
  }
  return [
    route(readOrganizationSettings, ({ caller, params }) => asConsole(() => read(caller, keyOf(params.orgId)))),
    route(writeOrganizationSettings, ({ caller, params, body }) =>
      asConsole(async () => {
        const changes = body.packets.map(({ key, value, locked }) => [
          key,
          { value: String(value ?? ''), locked: locked === true },
        ])
        await organizations.writeSettings(caller, keyOf(params.orgId), Object.fromEntries(changes))
        return read(caller, keyOf(params.orgId))
      }),
    ),
  ]
}

const v3Routes = ({ organizations }: Dependencies): Route[] => {
  const present = presenting(organizations)
  const done = async (work: Promise<void>) => {
    await work
    return envelope.v3(null)
  }
  return [
    route(listOrganizationsV3, async ({ caller, query }) => envelope.v3(await present.page(caller, query))),
    route(readOrganizationV3, async ({ caller, params, query }) =>
      envelope.v3(await present.one(await organizations.read(caller, { guid: params.orgGuid }), query)),
    ),
    route(createOrganizationV3, async ({ caller, body }) => {
      const parent = body.parentOrgGuid ? { guid: body.parentOrgGuid } : undefined
      const created = await organizations.create(caller, { ...wishOf(body), name: body.orgName }, parent)
      return envelope.v3(presentConsoleOrganization(created, {}))
    }),
    route(updateOrganizationV3, async ({ caller, params, body }) => {
      const updated = await organizations.update(caller, { guid: params.orgGuid }, wishOf(body))
      return envelope.v3(presentConsoleOrganization(updated, {}))
    }),
    route(blockOrganizationV3, ({ caller, params }) =>
      done(organizations.setBlocked(caller, { guid: params.orgGuid }, true)),
    ),
    route(unblockOrganizationV3, ({ caller, params }) =>
      done(organizations.setBlocked(caller, { guid: params.orgGuid }, false)),
    ),
    route(deactivateOrganizationV3, ({ caller, params }) =>
      done(organizations.deactivate(caller, { guid: params.orgGuid })),
    ),
    route(activateOrganizationV3, ({ caller, params }) =>
      done(organizations.activate(caller, { guid: params.orgGuid })),
    ),
  ]
}
