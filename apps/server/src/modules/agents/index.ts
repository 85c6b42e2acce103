import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../http/index.ts'
import { createLossLedger, type LossLedger } from './ledger.ts'
import { createAgentRepository } from './repository.ts'
import { agentRoutes } from './routes.ts'
import { type AgentService, type AgentServiceDependencies, createAgentService } from './service.ts'

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
  const agents = createAgentService({ ...dependencies, repository: createAgentRepository(store) })
  const ledger = createLossLedger(dependencies)
  return { agents, ledger, routes: agentRoutes(agents) }
}
