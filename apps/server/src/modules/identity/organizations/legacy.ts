import {
  activateConsoleOrganization,
  activateOrganizationV3,
  blockConsoleOrganization,
  blockOrganizationV3,
  createConsoleOrganization,
  createOrganizationUnder,
  createOrganizationV3,
  createResellerOrganization,
  deactivateConsoleOrganization,
  deactivateOrganizationV3,
  listConsoleOrganizations,
  listOrganizationsV3,
  readConsoleOrganization,
  readMyOrganization,
  readOrganizationV3,
  unblockConsoleOrganization,
  unblockOrganizationV3,
  updateConsoleOrganization,
  updateOrganizationV3,
} from '@spillway/contract'
import {
  asConsole,
  type Caller,
  type ConsoleQuery,
  envelope,
  flagOf,
  type Route,
  recordKeyOf,
  route,
  sliceOf,
  textOf,
} from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { People } from '../users/people.ts'
import type { ConsoleView } from './console-view.ts'
import { type ConsoleWish, wishOf } from './console-wish.ts'
import { organizationSettingRoutes } from './legacy-settings.ts'
import type { OrganizationKey } from './lookup.ts'
import { presentConsoleOrganization } from './present-console.ts'
import type { Organizations } from './service.ts'

interface Dependencies {
  readonly organizations: Organizations
  readonly people: People
  readonly view: ConsoleView
  readonly clock: () => Date
}

/** The console API of organizations. */
export const legacyOrganizationRoutes = (dependencies: Dependencies): readonly Route[] => [
  ...readRoutes(dependencies),
  ...writeRoutes(dependencies),
  ...turnRoutes(dependencies),
  ...organizationSettingRoutes(dependencies),
  ...v3Routes(dependencies),
]

/** Clients that give no size get this many. */
const defaultPage = 100

const listing =
  ({ organizations, view }: Dependencies) =>
  async (caller: Caller, query: ConsoleQuery) => {
    const { offset, limit } = sliceOf(query, defaultPage)
    const filter = {
      active: flagOf(query, 'active'),
      blocked: flagOf(query, 'blocked'),
      search: textOf(query, 'q'),
    }
    const found = await organizations.list(caller, filter, limit, offset)
    return { totalCount: found.totalCount, orgs: await view.all(found.organizations, query) }
  }

const keyOf = (id: string, idType?: string): OrganizationKey => recordKeyOf(id, idType, 'orgUid')

const readRoutes = (dependencies: Dependencies): Route[] => {
  const { organizations, people, view, clock } = dependencies
  const page = listing(dependencies)
  return [
    route(listConsoleOrganizations, ({ caller, query }) =>
      asConsole(async () => envelope.v1(query, clock(), await page(caller, query))),
    ),
    route(readMyOrganization, async ({ caller, query }) => {
      if (caller.kind !== 'user') throw new SpillwayError('COMMAND_REFUSED', { reason: 'Only a user has this' })
      const { org_uid } = await people.my(caller)
      return envelope.v1(query, clock(), await view.one(await organizations.byUid(org_uid), query))
    }),
    route(readConsoleOrganization, ({ caller, params, query }) =>
      asConsole(async () => {
        const record = await organizations.read(caller, keyOf(params.orgId, textOf(query, 'idType')))
        return envelope.v1(query, clock(), await view.one(record, query))
      }),
    ),
  ]
}

const writeRoutes = ({ organizations, clock }: Dependencies): Route[] => {
  const create = (caller: Caller, body: ConsoleWish, parent: OrganizationKey | undefined) =>
    asConsole(async () => {
      const created = await organizations.create(caller, { ...wishOf(body), name: nameOf(body) }, parent)
      return envelope.v1({}, clock(), presentConsoleOrganization(created, {}))
    })
  return [
    route(createConsoleOrganization, ({ caller, body }) => create(caller, body, parentOf(body))),
    route(createResellerOrganization, ({ caller, body }) => create(caller, body, parentOf(body))),
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

const nameOf = ({ orgName }: ConsoleWish): string => {
  if (orgName) return orgName
  throw new SpillwayError('MALFORMED_REQUEST', {
    field: 'body.orgName',
    reason: 'is missing',
    familyCode: 'ORG_NAME_MISSING',
  })
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

const v3Routes = (dependencies: Dependencies): Route[] => {
  const { organizations, view } = dependencies
  const page = listing(dependencies)
  const done = async (work: Promise<void>) => {
    await work
    return envelope.v3(null)
  }
  return [
    route(listOrganizationsV3, async ({ caller, query }) => envelope.v3(await page(caller, query))),
    route(readOrganizationV3, async ({ caller, params, query }) =>
      envelope.v3(await view.one(await organizations.read(caller, { guid: params.orgGuid }), query)),
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
