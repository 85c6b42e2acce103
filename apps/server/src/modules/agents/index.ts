import { importAgents } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { type Route, route } from '../../http/index.ts'
import type { Audit } from '../audit/index.ts'
import type { IdentityModule } from '../identity/index.ts'
import { figuresByDestination } from './backup/figures.ts'
import { destinationRoutes } from './backup/legacy.ts'
import { createBackupReports } from './backup/report.ts'
import { createBackupRepository } from './backup/repository.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createAgentImport } from './imports/import.ts'
import { createLossLedger, type LossLedger } from './ledger.ts'
import { accessLockRoutes } from './locks/legacy.ts'
import { createAccessLockRepository } from './locks/repository.ts'
import { createAccessLocks } from './locks/service.ts'
import { backupReportRoutes } from './machines/backup-report.ts'
import { connectedSince } from './machines/health.ts'
import { legacyMachineRoutes } from './machines/legacy.ts'
import { connectionRoutes } from './machines/legacy-connections.ts'
import { createMachineRepository } from './machines/repository.ts'
import { machineRoutes } from './machines/routes.ts'
import { createMachineService, followUsers, type MachineService } from './machines/service.ts'
import { createAgentRepository } from './repository.ts'
import { agentRoutes } from './routes.ts'
import { type AgentService, type AgentServiceDependencies, createAgentService } from './service.ts'

export { forgetHistory } from './backup/repository.ts'
export type { Arrival, LossLedger } from './ledger.ts'
export type { AgentService } from './service.ts'

export interface AgentsModule {
  readonly agents: AgentService
  readonly ledger: LossLedger
  readonly routes: readonly Route[]
}

interface Dependencies extends Omit<AgentServiceDependencies, 'repository'> {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
}

/** Agents: registration, keys, health, and the ledger of what they lost. */
export const createAgentsModule = ({ store, ...dependencies }: Dependencies): AgentsModule => {
  const repository = createAgentRepository(store)
  const agents = createAgentService({ ...dependencies, repository })
  const heartbeat = createHeartbeat({ ...dependencies, repository })
  const reportBackups = createBackupReports({ ...dependencies, store, repository })
  const ledger = createLossLedger(dependencies)
  return { agents, ledger, routes: agentRoutes({ agents, heartbeat, reportBackups }) }
}

export interface MachinesModule {
  readonly machines: MachineService
  readonly routes: readonly Route[]
}

interface MachineDependencies {
  readonly store: ControlStore
  readonly identity: Pick<
    IdentityModule,
    'followUsers' | 'forgetCallers' | 'people' | 'organizationLookup' | 'deviceDefaults'
  >
  readonly audit: Pick<Audit, 'record'>
  readonly clock: () => Date
  /** 256 random bits as text. */
  readonly newSecret: () => string
  /** Address that clients use; null to go by the request. */
  readonly publicUrl: string | null
}

/** The machines that agents run on, as administrators see them. They go and come with their users. */
export const createMachinesModule = (dependencies: MachineDependencies): MachinesModule => {
  const { store, identity, audit, clock } = dependencies
  const { forgetCallers, people } = identity
  const machines = createMachineService({ machines: createMachineRepository(store), audit, forgetCallers, clock })
  identity.followUsers(followUsers)
  const importing = createAgentImport({ store, audit, forgetCallers, clock })
  const backup = createBackupRepository(store)
  const { organizationLookup: organizations, deviceDefaults } = identity
  const console = { service: machines, backup, organizations, deviceDefaults, clock }
  const routes = [
    ...machineRoutes({ service: machines, people, clock }),
    ...legacyMachineRoutes(console),
    ...backupReportRoutes(console),
    route(importAgents, ({ caller, body }) => importing(caller, body.rows)),
    ...connectionRoutes({ ...console, people, publicUrl: dependencies.publicUrl }),
    ...destinationRoutes({
      ...console,
      figures: (reach) => figuresByDestination(store, reach, connectedSince(clock())),
    }),
    ...accessLockRoutes(createAccessLocks({ ...dependencies, machines, locks: createAccessLockRepository(store) })),
  ]
  return { machines, routes }
}
