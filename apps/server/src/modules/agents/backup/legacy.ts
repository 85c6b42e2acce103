import {
  findDestinations,
  listDestinations,
  listServers,
  listShareDestinations,
  listStorePoints,
  readDestination,
  readServer,
  readStorePoint,
} from '@spillway/contract'
import {
  asConsole,
  type Caller,
  type ConsoleQuery,
  envelope,
  numberOf,
  type Route,
  recordKeyOf,
  route,
  sliceOf,
  textOf,
} from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import { type IdentityModule, type Reach, reachOf } from '../../identity/index.ts'
import { type DestinationFigures, noFigures } from './figures.ts'
import { presentDestination, presentOffer, presentServer, presentStorePoint } from './present.ts'
import type { BackupRepository, DestinationRow } from './repository.ts'

interface Dependencies {
  readonly backup: BackupRepository
  readonly organizations: IdentityModule['organizationLookup']
  readonly clock: () => Date
  /** Figures by destination, of the machines within reach. */
  readonly figures: (reach: Reach) => Promise<ReadonlyMap<string, DestinationFigures>>
}

/** The console API of destinations. Each has one server and one store point, which bear its number. */
export const destinationRoutes = (dependencies: Dependencies): readonly Route[] => {
  const { clock } = dependencies
  const search = searching(dependencies)
  const list = async (caller: Caller, query: ConsoleQuery) => {
    const { totalCount, found } = await search.page(caller, query)
    return envelope.v1(query, clock(), { totalCount, destinations: found.map(shown(presentDestination)) })
  }
  return [
    route(listDestinations, ({ caller, query }) => list(caller, query)),
    route(findDestinations, ({ caller, query }) => list(caller, query)),
    route(readDestination, ({ caller, params }) =>
      asConsole(async () => {
        const one = await search.one(caller, params.destinationId)
        const originalDestinationName = one.row.name
        return envelope.v1({}, clock(), { ...shown(presentDestination)(one), originalDestinationName })
      }),
    ),
    route(listServers, async ({ caller, query }) => {
      const { totalCount, found } = await search.page(caller, query)
      return envelope.v1(query, clock(), { totalCount, servers: found.map(shown(presentServer)) })
    }),
    route(readServer, ({ caller, params }) =>
      asConsole(async () => envelope.v1({}, clock(), shown(presentServer)(await search.one(caller, params.serverId)))),
    ),
    ...storePointRoutes(dependencies),
    shareRoute(dependencies),
  ]
}

interface Found {
  readonly row: DestinationRow
  readonly figures: DestinationFigures
}

const shown =
  <Shown>(present: (row: DestinationRow, figures: DestinationFigures) => Shown) =>
  ({ row, figures }: Found): Shown =>
    present(row, figures)

const storePointRoutes = (dependencies: Dependencies): Route[] => {
  const { clock } = dependencies
  const search = searching(dependencies)
  return [
    route(listStorePoints, async ({ caller, query }) => {
      const { totalCount, found } = await search.page(caller, query)
      return envelope.v1(query, clock(), { totalCount, storepoints: found.map(shown(presentStorePoint)) })
    }),
    route(readStorePoint, ({ caller, params }) =>
      asConsole(async () => {
        const one = await search.one(caller, params.storePointId)
        return envelope.v1({}, clock(), shown(presentStorePoint)(one))
      }),
    ),
  ]
}

const shareRoute = ({ backup, organizations, clock }: Dependencies): Route =>
  route(listShareDestinations, ({ caller, params }) =>
    asConsole(async () => {
      const key = recordKeyOf(params.orgId, undefined, 'orgUid')
      const organization = await organizations.find(reachOf(caller, 'organizations.read'), key)
      if (!organization) throw new SpillwayError('NOT_FOUND', { reason: 'Organization was not found' })
      return envelope.v1({}, clock(), (await backup.destinations(caller.tenantId)).map(presentOffer))
    }),
  )

/** Clients that give no size get this many. */
const defaultPage = 100

/** Destinations are few: they are read whole, and searched here. */
const searching = ({ backup, figures }: Dependencies) => {
  const all = async (caller: Caller): Promise<Found[]> => {
    const [rows, byGuid] = await Promise.all([
      backup.destinations(caller.tenantId),
      figures(reachOf(caller, 'agents.read')),
    ])
    return rows.map((row) => ({ row, figures: byGuid.get(row.guid) ?? noFigures }))
  }
  return {
    page: async (caller: Caller, query: ConsoleQuery) => {
      const { offset, limit } = sliceOf(query, defaultPage)
      const fitting = (await all(caller)).filter(({ row }) => fits(row, query))
      return { totalCount: fitting.length, found: fitting.slice(offset, offset + limit) }
    },
    one: async (caller: Caller, id: string): Promise<Found> => {
      const found = (await all(caller)).find(({ row }) => row.guid === id || String(row.legacy_id) === id)
      if (!found) throw new SpillwayError('NOT_FOUND', { reason: 'Destination was not found' })
      return found
    },
  }
}

const fits = (row: DestinationRow, query: ConsoleQuery): boolean => {
  const [part, name, number] = [textOf(query, 'q'), textOf(query, 'name'), numberOf(query, 'destinationId')]
  const names = [row.name, row.server_name, row.guid].map((one) => one.toLowerCase())
  return (
    (part === undefined || names.some((one) => one.includes(part.toLowerCase()))) &&
    (name === undefined || row.name_key === name.toLowerCase()) &&
    (number === undefined || row.legacy_id === number)
  )
}
