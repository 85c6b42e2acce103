import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'
import type { AuditEntry } from './record.ts'
import { createAuditRepository } from './repository.ts'
import { type Verification, verifyAuditLog } from './verify.ts'
import { createAuditWriter } from './writer.ts'

export type { AuditActor, AuditEntry, AuditType } from './record.ts'
export type { Verification } from './verify.ts'

/** The audit log: told what happened, never asked for leave. */
export interface Audit {
  /** Takes a record at once; it is stored in order a few milliseconds later. Never throws. */
  record(entry: AuditEntry): void
  /** Resolves when what was recorded so far is stored. */
  flush(): Promise<void>
  /** Checks the hash chain of the whole log. */
  verify(): Promise<Verification>
}

interface Dependencies {
  readonly store: ControlStore
  readonly clock: Clock
  /** Tenant of the installation; called when records are written. */
  readonly tenantId: () => string
  readonly onFailure?: (error: unknown) => void
}

export const createAuditModule = ({ store, clock, tenantId, onFailure }: Dependencies) => {
  const repository = createAuditRepository(store)
  const writer = createAuditWriter({ repository, clock, tenantId, onFailure: onFailure ?? (() => undefined) })
  const audit: Audit = { ...writer, verify: () => verifyAuditLog(repository) }
  return { audit, routes: [], stop: () => audit.flush() }
}
