import type { ServerConfig } from '../platform/config.ts'
import type { Logger } from '../platform/logging.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Stores } from './stores.ts'
import type { Undo } from './undo.ts'
import type { World } from './world.ts'

/** What modules are started in. */
export interface Surroundings extends World {
  readonly config: ServerConfig
  readonly stores: Stores
  readonly logger: Logger
  readonly metrics: Metrics
  /** Told how to stop what was started. */
  readonly undo: Undo
}
