import type { listPortalAgents, readPortalAgent, updatePortalAgent } from '@spillway/contract'
import { posting, putting, reading, segment } from '../core/calls.ts'
import type { BodyOf, QueryOf, ResponseOf } from '../core/operation-types.ts'
import { followPageNumbers } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/agents'

/** An agent in the words of the published API. */
export type PortalAgent = ResponseOf<typeof readPortalAgent>
export type PortalAgentPage = ResponseOf<typeof listPortalAgents>
export type PortalAgentQuery = QueryOf<typeof listPortalAgents>
export type PortalAgentChange = BodyOf<typeof updatePortalAgent>

/** Agents by the published API. */
export const createPortalAgents = (requester: Requester) => {
  /** One page of the agents that fit. */
  const search = (query: PortalAgentQuery = {}, options?: CallOptions) =>
    requester.json<PortalAgentPage>(reading(path, options, query))
  return {
    search,

    /** Every agent that fits, page after page. */
    searchAll: (query: Omit<PortalAgentQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<PortalAgent> =>
      followPageNumbers(async (page) => {
        const { agents, totalCount } = await search({ ...query, page }, options)
        return { items: agents, totalCount }
      }),

    get: (agentId: string, options?: CallOptions) =>
      requester.json<PortalAgent>(reading(`${path}/${segment(agentId)}`, options)),
    /** Null leaves a value as it is. */
    update: (agentId: string, change: PortalAgentChange, options?: CallOptions) =>
      requester.nothing(putting(`${path}/${segment(agentId)}`, change, options)),
    /** All of them, or none when one is unknown. */
    activate: (agentIds: readonly string[], options?: CallOptions) =>
      requester.nothing(posting(`${path}/activate`, { agentIds }, true, options)),
    deactivate: (agentIds: readonly string[], options?: CallOptions) =>
      requester.nothing(posting(`${path}/deactivate`, { agentIds }, true, options)),
  }
}
