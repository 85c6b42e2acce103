import type { Operation } from '../operation.ts'
import { accountsOperations } from './accounts.ts'
import { actorsOperations } from './actors.ts'
import { agentsOperations } from './agents.ts'
import { alertRulesOperations } from './alert-rules.ts'
import { alertsOperations } from './alerts.ts'
import { apiClientOperations } from './api-clients.ts'
import { authenticationOperations } from './authentication.ts'
import { backtestsOperations } from './backtests.ts'
import { changeFeedOperations } from './change-feeds.ts'
import { consoleComputersOperations } from './console/computers.ts'
import { consoleDestinationsOperations } from './console/destinations.ts'
import { consoleDevicesOperations } from './console/devices.ts'
import { consoleOrganizationsOperations } from './console/organizations.ts'
import { consolePlumbingOperations } from './console/plumbing.ts'
import { consoleRolesOperations } from './console/roles.ts'
import { consoleTokensOperations } from './console/two-part-tokens.ts'
import { consoleUnavailableOperations } from './console/unavailable.ts'
import { consoleUsersOperations } from './console/users.ts'
import { customerOperations } from './customer.ts'
import { devicesOperations } from './devices.ts'
import { directoryOperations } from './directory.ts'
import { discoveryOperations } from './discovery.ts'
import { eventFeedOperations } from './event-feed.ts'
import { fileEventOperations } from './file-events.ts'
import { importsOperations } from './imports.ts'
import { ingestOperations } from './ingest.ts'
import { instructorOperations } from './instructor.ts'
import { lessonOperations } from './lessons.ts'
import { notificationOperations } from './notifications.ts'
import { organizationsOperations } from './organizations.ts'
import { portalAgentsOperations } from './portal-agents.ts'
import { provisioningTokenOperations } from './provisioning-tokens.ts'
import { riskIndicatorOperations } from './risk-indicators.ts'
import { riskProfilesOperations } from './risk-profiles.ts'
import { savedSearchOperations } from './saved-searches.ts'
import { scimOperations } from './scim.ts'
import { sessionsOperations } from './sessions.ts'
import { systemOperations } from './system.ts'
import { trustedActivitiesOperations } from './trusted-activities.ts'
import { trustedActivitiesV1Operations } from './trusted-activities-v1.ts'
import { usersOperations } from './users.ts'
import { watchlistOperations } from './watchlists.ts'

/** Every operation of the API: what is served, documented, authorized and generated derives from this list. */
export const operations: readonly Operation[] = [
  ...authenticationOperations,
  ...discoveryOperations,
  ...customerOperations,
  ...apiClientOperations,
  ...provisioningTokenOperations,
  ...accountsOperations,
  ...usersOperations,
  ...organizationsOperations,
  ...directoryOperations,
  ...actorsOperations,
  ...riskProfilesOperations,
  ...watchlistOperations,
  ...scimOperations,
  ...importsOperations,
  ...portalAgentsOperations,
  ...devicesOperations,
  ...agentsOperations,
  ...fileEventOperations,
  ...savedSearchOperations,
  ...riskIndicatorOperations,
  ...trustedActivitiesOperations,
  ...trustedActivitiesV1Operations,
  ...alertRulesOperations,
  ...alertsOperations,
  ...sessionsOperations,
  ...changeFeedOperations,
  ...notificationOperations,
  ...instructorOperations,
  ...lessonOperations,
  ...backtestsOperations,
  ...ingestOperations,
  ...eventFeedOperations,
  ...consoleUsersOperations,
  ...consoleRolesOperations,
  ...consoleOrganizationsOperations,
  ...consoleComputersOperations,
  ...consoleDevicesOperations,
  ...consoleDestinationsOperations,
  ...consolePlumbingOperations,
  ...consoleTokensOperations,
  ...consoleUnavailableOperations,
  ...systemOperations,
]
