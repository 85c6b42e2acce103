import type { Operation } from '../operation.ts'
import { agentsOperations } from './agents.ts'
import { apiClientOperations } from './api-clients.ts'
import { authenticationOperations } from './authentication.ts'
import { customerOperations } from './customer.ts'
import { discoveryOperations } from './discovery.ts'
import { eventFeedOperations } from './event-feed.ts'
import { fileEventOperations } from './file-events.ts'
import { ingestOperations } from './ingest.ts'
import { savedSearchOperations } from './saved-searches.ts'
import { systemOperations } from './system.ts'

/** Every operation of the API: what is served, documented, authorized and generated derives from this list. */
export const operations: readonly Operation[] = [
  ...authenticationOperations,
  ...discoveryOperations,
  ...customerOperations,
  ...apiClientOperations,
  ...agentsOperations,
  ...fileEventOperations,
  ...savedSearchOperations,
  ...ingestOperations,
  ...eventFeedOperations,
  ...systemOperations,
]
