import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Audit } from '../audit/index.ts'
import { createTrustRepository } from './repository.ts'
import { trustRoutes } from './routes.ts'
import { trustRoutesV1 } from './routes-v1.ts'
import { createTrustService } from './service.ts'
import { createTrustList, type TrustList } from './trust-list.ts'

export type { TrustList, TrustSnapshot } from './trust-list.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'dialect' | 'transaction'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly tenantId: () => string
}

export interface TrustModule {
  readonly routes: readonly Route[]
  readonly list: TrustList
}

/** What the company trusts: kept through the API, read by ingest. */
export const createTrustModule = ({ store, audit, clock, tenantId }: Dependencies): TrustModule => {
  const repository = createTrustRepository(store)
  const list = createTrustList({ repository, tenantId, isShared: store.dialect === 'postgres' })
  const service = createTrustService({ repository, audit, clock, onChange: list.invalidate })
  return { list, routes: [...trustRoutes(service), ...trustRoutesV1(service)] }
}
