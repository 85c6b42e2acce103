import type { ControlStore } from '@spillway/control-store'
import { openLimits, type QueryLimits, vendorLimits } from '@spillway/event-store'
import type { Route } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { LimitsProfile } from '../../../platform/config.ts'
import type { NewId } from '../../../platform/ids.ts'
import type { Audit } from '../../audit/index.ts'
import { searchRoutes } from './routes.ts'
import { createSavedSearchRepository } from './saved/repository.ts'
import { savedSearchRoutes } from './saved/routes.ts'
import { createSavedSearchService } from './saved/service.ts'
import { createSearchService } from './service.ts'
import type { SearchStore } from './store.ts'

export type { SearchStore, StoredPage, StoreOptions, ValueCount } from './store.ts'

interface Dependencies {
  readonly eventStore: SearchStore
  readonly controlStore: Pick<ControlStore, 'db'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  readonly limits: LimitsProfile
}

const queryLimits = (profile: LimitsProfile): QueryLimits => (profile === 'vendor' ? vendorLimits : openLimits)

/** Forensic search: queries, groupings, exports and saved searches, both versions of the API. */
export const createSearchModule = ({ eventStore, controlStore, limits: profile, ...shared }: Dependencies) => {
  const limits = queryLimits(profile)
  const search = createSearchService({ ...shared, store: eventStore, limits })
  const saved = createSavedSearchService({ ...shared, repository: createSavedSearchRepository(controlStore), limits })
  const routes: readonly Route[] = [...searchRoutes(search), ...savedSearchRoutes(saved)]
  return { search, saved, routes }
}
