import {
  agentHeartbeat,
  issueAgentToken,
  listAgents,
  readLossLedger,
  registerAgent,
  reportBackupUsage,
} from '@spillway/contract'
import { openRoute, type Route, route } from '../../http/index.ts'
import { reachOf } from '../identity/index.ts'
import type { createBackupReports } from './backup/report.ts'
import type { createHeartbeat } from './heartbeat.ts'
import type { AgentService } from './service.ts'

interface Dependencies {
  readonly agents: AgentService
  readonly heartbeat: ReturnType<typeof createHeartbeat>
  readonly reportBackups: ReturnType<typeof createBackupReports>
}

export const agentRoutes = ({ agents: service, heartbeat, reportBackups }: Dependencies): readonly Route[] => [
  route(registerAgent, ({ caller, body }) => service.register(caller, body)),
  openRoute(issueAgentToken, async ({ body: { agentUid, agentKey }, visitor }) => {
    const { token, expiresInSeconds } = await service.token(agentUid, agentKey, visitor)
    return { access_token: token, token_type: 'Bearer' as const, expires_in: expiresInSeconds }
  }),
  route(listAgents, ({ caller, query }) => service.list(reachOf(caller, 'agents.read'), query)),
  route(agentHeartbeat, ({ caller, params, body }) => heartbeat(caller, params.agentUid, body)),
  route(reportBackupUsage, async ({ caller, params, body }) => {
    await reportBackups(caller, params.agentUid, body.backups)
    return undefined
  }),
  route(readLossLedger, ({ caller, query: { agentUid, open, after, limit } }) =>
    service.losses(reachOf(caller, 'agents.read'), { agentUid, openOnly: open === 'true', after, limit }),
  ),
]
