import { identity } from './0001-identity.ts'
import { agents } from './0002-agents.ts'
import { ingest } from './0003-ingest.ts'
import { savedSearches } from './0004-saved-searches.ts'
import { audit } from './0005-audit.ts'
import { people } from './0006-people.ts'
import { machines } from './0007-machines.ts'
import { directory } from './0008-directory.ts'
import { console } from './0009-console.ts'
import { accounts } from './0010-accounts.ts'
import { provisioning } from './0011-provisioning.ts'
import { listings } from './0014-listings.ts'
import { watchlists } from './0015-watchlists.ts'
import { trust } from './0016-trust.ts'
import { risk } from './0017-risk.ts'
import { actors } from './0018-actors.ts'
import { tallies } from './0019-tallies.ts'
import { cloudActors } from './0021-cloud-actors.ts'
import { behavior } from './0022-behavior.ts'
import { provisioningTokens } from './0023-provisioning-tokens.ts'
import { rules } from './0024-rules.ts'
import { ranks } from './0025-ranks.ts'
import { placeNames } from './0026-place-names.ts'
import { alerts } from './0027-alerts.ts'
import { sessions } from './0029-sessions.ts'
import { changes } from './0030-changes.ts'
import { detectionShards } from './0031-detection-shards.ts'
import { notifications } from './0032-notifications.ts'
import { lessons } from './0033-lessons.ts'
import { backtests } from './0034-backtests.ts'
import { journals } from './0035-journals.ts'
import { removedIndicators } from './0036-removed-indicators.ts'
import { deactivatedWith } from './0037-deactivated-with.ts'
import { upkeep } from './0038-upkeep.ts'
import { telling } from './0042-telling.ts'
import { textsAtOnce } from './0044-texts-at-once.ts'
import type { NumberedMigration } from './columns.ts'

/** Every migration in order. Add the next number at the end; a released one never changes. */
export const migrations: readonly NumberedMigration[] = [
  identity,
  agents,
  ingest,
  savedSearches,
  audit,
  people,
  machines,
  directory,
  console,
  accounts,
  provisioning,
  listings,
  watchlists,
  trust,
  risk,
  actors,
  tallies,
  cloudActors,
  behavior,
  provisioningTokens,
  rules,
  ranks,
  placeNames,
  alerts,
  sessions,
  changes,
  detectionShards,
  notifications,
  lessons,
  backtests,
  journals,
  removedIndicators,
  deactivatedWith,
  upkeep,
  telling,
  textsAtOnce,
]
