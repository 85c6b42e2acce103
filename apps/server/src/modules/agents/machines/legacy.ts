import {
  activateComputer,
  activateComputerV4,
  blockComputer,
  deactivateComputer,
  deactivateComputerV4,
  deauthorizeComputer,
  listAgentStates,
  listComputers,
  readAgentState,
  readComputer,
  unblockComputer,
  updateComputer,
  upgradeComputer,
  upgradeDevice,
} from '@spillway/contract'
import {
  asConsole,
  type Caller,
  type ConsoleQuery,
  csvReply,
  envelope,
  flagOf,
  includes,
  json,
  type Route,
  route,
  stream,
  textOf,
  wantsCsv,
} from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import { type ConsoleSearchDependencies, createConsoleSearch, machineKeyOf } from './console-search.ts'
import { computerColumns, presentComputer, settingsOf } from './present-console.ts'
import type { MachineFilter, MachineKey } from './repository.ts'
import type { MachineService } from './service.ts'

/** The console API of machines. */
export const legacyMachineRoutes = (dependencies: ConsoleSearchDependencies): readonly Route[] => [
  ...readRoutes(dependencies),
  ...turnRoutes(dependencies),
  ...commandRoutes(dependencies),
  ...stateRoutes(dependencies),
]

const readRoutes = (dependencies: ConsoleSearchDependencies): Route[] => {
  const { service, clock } = dependencies
  const search = createConsoleSearch(dependencies)

  /** Counts that go before the list, where they are asked for. */
  const countsOf = async (caller: Caller, query: ConsoleQuery, filter: MachineFilter) => {
    if (!includes(query, 'incCounts')) return {}
    const totalCount = await service.count(caller, filter)
    const criticalCount = await service.count(caller, { ...filter, alertBits: 2 | 16 })
    return { totalCount, warningCount: await service.count(caller, { ...filter, alertBits: 1 | 8 }), criticalCount }
  }

  /** The envelope around a list that is written as it is read. */
  const chunks = async function* (caller: Caller, query: ConsoleQuery, filter: MachineFilter) {
    const data = { ...(await countsOf(caller, query, filter)), computers: [] }
    const frame = JSON.stringify(envelope.v1(query, clock(), data))
    yield frame.slice(0, -end.length)
    let separator = ''
    for await (const { machines, around } of search.pages(caller, query, filter)) {
      const shown = machines.map((machine) => JSON.stringify(presentComputer(machine, query, around)))
      yield separator + shown.join(',')
      separator = ','
    }
    yield end
  }

  /** Clients send back whole what they read: what a machine has of its organization does not become its own so. */
  const isNew = async (caller: Caller, key: MachineKey, settings: object): Promise<boolean> => {
    const machine = await service.changeable(caller, key)
    const around = await search.around([machine], { incSettings: 'true' })
    return JSON.stringify(settings) !== JSON.stringify(settingsOf(machine, around))
  }

  return [
    route(listComputers, ({ caller, query }) =>
      asConsole(async () => {
        const filter = await search.filterOf(caller, query)
        if (wantsCsv(query)) return csvReply('computers.csv', computerColumns, search.all(caller, query, filter))
        return stream('application/json', chunks(caller, query, filter))
      }),
    ),
    route(readComputer, ({ caller, params, query }) =>
      asConsole(async () => {
        const machine = await service.read(caller, machineKeyOf(params.computerId, textOf(query, 'idType')))
        const shown = presentComputer(machine, query, await search.around([machine], query))
        return envelope.v1(query, clock(), { ...shown, orgSettings: { securityKeyLocked: false } })
      }),
    ),
    route(updateComputer, ({ caller, params, query, body }) =>
      asConsole(async () => {
        const key = machineKeyOf(params.computerId, textOf(query, 'idType'))
        const isChange = body.settings != null && (await isNew(caller, key, body.settings))
        await service.update(caller, key, {
          ...(body.name != null && { name: body.name }),
          ...(body.notes != null && { notes: body.notes || null }),
          ...(body.computerExtRef != null && { externalReference: body.computerExtRef || null }),
          ...(isChange && { settings: JSON.stringify(body.settings) }),
        })
        const machine = await service.read(caller, key)
        return envelope.v1(query, clock(), presentComputer(machine, {}, await search.around([machine], {})))
      }),
    ),
  ]
}

/** What closes the list, the data and the envelope. */
const end = ']}}'

const turnRoutes = ({ service }: ConsoleSearchDependencies): Route[] => {
  const silently = (work: () => Promise<void>): Promise<undefined> => asConsole(work).then(() => undefined)
  return [
    route(blockComputer, ({ caller, params }) =>
      silently(() => service.setBlocked(caller, machineKeyOf(params.computerId), true)),
    ),
    route(unblockComputer, ({ caller, params }) =>
      silently(() => service.setBlocked(caller, machineKeyOf(params.computerId), false)),
    ),
    route(deauthorizeComputer, ({ caller, params }) =>
      silently(() => service.deauthorize(caller, machineKeyOf(params.computerId))),
    ),
    route(deactivateComputer, ({ caller, params }) => silently(() => turn(service, caller, params.computerId, false))),
    route(activateComputer, ({ caller, params }) => silently(() => turn(service, caller, params.computerId, true))),
    route(upgradeComputer, ({ caller, params }) =>
      asConsole(async () => {
        await service.requestUpgrade(caller, machineKeyOf(params.computerId))
        return json(null, { status: 201 })
      }),
    ),
  ]
}

const turn = async (service: MachineService, caller: Caller, id: string, active: boolean): Promise<void> => {
  const { uid } = await service.read(caller, machineKeyOf(id))
  await (active ? service.activate(caller, [uid]) : service.deactivate(caller, [uid]))
}

const commandRoutes = ({ service, clock }: ConsoleSearchDependencies): Route[] => {
  const done = async (work: Promise<void>) => {
    await work
    return envelope.command(clock(), null)
  }
  return [
    route(deactivateComputerV4, ({ caller, body }) => done(turn(service, caller, String(body.id), false))),
    route(activateComputerV4, ({ caller, body }) => done(turn(service, caller, String(body.id), true))),
    route(upgradeDevice, ({ caller, body }) => done(service.requestUpgrade(caller, { uid: body.deviceGuid }))),
  ]
}

const stateRoutes = (dependencies: ConsoleSearchDependencies): Route[] => {
  const { service, clock } = dependencies
  const search = createConsoleSearch(dependencies)
  return [
    route(readAgentState, async ({ caller, query }) => {
      const machine = await service.read(caller, { uid: textOf(query, 'deviceGuid') ?? '' })
      const state = stateOf(machine, textOf(query, 'propertyName') ?? '')
      if (!state) throw new SpillwayError('NOT_FOUND', { reason: 'The agent never reported that' })
      return envelope.command(clock(), state)
    }),
    route(listAgentStates, async ({ caller, query }) => {
      const filter = await search.filterOf(caller, { orgId: textOf(query, 'orgId') ?? '0' })
      const states: { deviceGuid: string; name: string; value: string }[] = []
      for await (const machines of search.all(caller, query, { ...filter, active: flagOf(query, 'active') }))
        for (const machine of machines)
          states.push(...[stateOf(machine, textOf(query, 'propertyName') ?? '')].filter((one) => one !== null))
      return envelope.command(clock(), states)
    }),
  ]
}

const stateOf = (machine: { readonly uid: string; readonly properties: string }, name: string) => {
  const properties = JSON.parse(machine.properties) as Record<string, string>
  const value = Object.hasOwn(properties, name) ? properties[name] : undefined
  return value === undefined ? null : { deviceGuid: machine.uid, name, value }
}
