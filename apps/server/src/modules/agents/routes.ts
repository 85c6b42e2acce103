import { agentHeartbeat, issueAgentToken, listAgents, readLossLedger, registerAgent } from '@spillway/contract'
import { openRoute, type Route, route } from '../../http/index.ts'
import { reachOf } from '../identity/index.ts'
import type { AgentService } from './service.ts'

export const agentRoutes = (service: AgentService): readonly Route[] => [
  route(registerAgent, ({ caller, body }) => service.register(caller, body)),
  openRoute(issueAgentToken, async ({ body: { agentUid, agentKey }, visitor }) => {
    const { token, expiresInSeconds } = await service.token(agentUid, agentKey, visitor)
    return { access_token: token, token_type: 'Bearer' as const, expires_in: expiresInSeconds }
  }),
  route(listAgents, ({ caller, query }) => service.list(reachOf(caller, 'agents.read'), query)),
  route(agentHeartbeat, async ({ caller, params, body }) => {
    await service.heartbeat(caller, params.agentUid, body)
    return undefined
  }),
  route(readLossLedger, ({ caller, query: { agentUid, open, after, limit } }) =>
    service.losses(reachOf(caller, 'agents.read'), { agentUid, openOnly: open === 'true', after, limit }),
  ),
]
