import { setImmediate } from 'node:timers/promises'
import type { ControlStore } from '@spillway/control-store'
import type { Timing } from '@spillway/detection'
import type { Route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { ActorLookup } from '../actors/index.ts'
import type { Audit } from '../audit/index.ts'
import { createAttribution } from '../detection/index.ts'
import type { RulesModule } from '../rules/index.ts'
import type { Memberships } from '../watchlists/index.ts'
import { createDesk } from './desk.ts'
import { createReader, type Past } from './rehearsal/reading.ts'
import { createBacktestRepository } from './repository.ts'
import { backtestRoutes } from './routes.ts'
import { createBacktestRunner } from './runner.ts'
import { createBacktestService } from './service.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly past: Past
  readonly rules: Pick<RulesModule, 'said'>
  readonly actors: ActorLookup
  readonly memberships: Memberships
  /** Which times of events are believed. */
  readonly timing: Timing
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  readonly tenantId: () => string
  /** This process. */
  readonly owner: string
  /** Whether no other process can be at work on these events. */
  readonly isAlone: boolean
  readonly onFailure: (error: unknown) => void
}

export interface BacktestsModule {
  readonly routes: readonly Route[]
  start(): void
  /** Gives back what is under way: it begins anew when a process starts again. */
  stop(): Promise<void>
}

/** Backtests: what a rule would have raised on the company's own past. */
export const createBacktestsModule = (dependencies: Dependencies): BacktestsModule => {
  const repository = createBacktestRepository(dependencies.store)
  const read = createReader({
    past: dependencies.past,
    attribute: createAttribution(dependencies),
    timing: dependencies.timing,
    rest: () => setImmediate(),
  })
  const runner = createBacktestRunner({ ...dependencies, desk: createDesk(dependencies), repository, read })
  const service = createBacktestService({ ...dependencies, repository, runner })
  return { routes: backtestRoutes(service), start: runner.start, stop: runner.stop }
}
