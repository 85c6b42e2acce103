import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../http/index.ts'
import { createLossLedger, type LossLedger } from './ledger.ts'
import { createAgentRepository } from './repository.ts'
import { agentRoutes } from './routes.ts'
import { type AgentService, type AgentServiceDependencies, createAgentService } from './service.ts'

export type { Arrival, LossLedger } from './ledger.ts'
export type { AgentService, IssuedToken, TokenSubject } from './service.ts'

export interface AgentsModule {
  readonly agents: AgentService
  readonly ledger: LossLedger
  readonly routes: readonly Route[]
}

interface Dependencies extends Omit<AgentServiceDependencies, 'repository'> {
  readonly controlStore: Pick<ControlStore, 'db'>
  readonly newId: () => string
}

/** Agents: registration, keys, health, and the ledger of what they lost. */
export const createAgentsModule = ({ controlStore, newId, ...dependencies }: Dependencies): AgentsModule => {
  const agents = createAgentService({ ...dependencies, repository: createAgentRepository(controlStore.db) })
  const ledger = createLossLedger({ clock: dependencies.clock, newId })
  return { agents, ledger, routes: agentRoutes(agents) }
}
