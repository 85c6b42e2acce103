import type { ControlStore } from '@spillway/control-store'
import type { RiskSettings } from '@spillway/detection'
import type { Route } from '../../http/index.ts'
import type { AgentService, LossLedger } from '../agents/index.ts'
import { createAdmissionControl } from './admission.ts'
import { createBatchRepository } from './batches.ts'
import { type CommitSignal, createCommitSignal } from './commit-signal.ts'
import { type ContextDesks, createEventContext } from './context/index.ts'
import { createGroupTransaction } from './group-transaction.ts'
import { createPreparer } from './prepare/pool.ts'
import { ingestRoutes } from './routes.ts'
import { createScoringSettings, type Trusted } from './scoring-settings.ts'
import { createIngestService, type IngestService } from './service.ts'
import { createWriter, type Writer, type WriterLimits } from './writer.ts'

export type { CommitSignal } from './commit-signal.ts'
export type { Delivery } from './delivery.ts'
export type { IngestService, Submission, Submitted } from './service.ts'

/** What ingest needs of the event store. */
export interface IngestStore {
  insert(rows: Uint8Array, count: number, token: string): Promise<void>
  storedRows(batch: string): Promise<Set<string>>
  highestSequence(node: number): Promise<bigint>
}

export interface IngestDependencies extends ContextDesks {
  readonly eventStore: IngestStore
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly agents: Pick<AgentService, 'facts'>
  readonly ledger: Pick<LossLedger, 'record' | 'hasArrived'>
  /** How a tenant scores, by every change that was acknowledged so far. */
  readonly riskSettings: (tenantId: string) => Promise<RiskSettings>
  /** What the company trusts, likewise. */
  readonly trusted: () => Promise<Trusted>
  /** Number of this ingest node; no two that run at once share one. */
  readonly node: number
  readonly clock: () => Date
  readonly newId: () => string
  /** True for failures of the event store that leave open whether rows arrived. */
  readonly isEventStoreAway: (error: unknown) => boolean
  /** Threads that prepare large bodies; 0 for none. */
  readonly threads: number
  readonly writerLimits?: WriterLimits
  /** Told of housekeeping that failed; it is tried again an hour later. */
  readonly onFailure?: (error: unknown) => void
}

/** Figures for metrics. */
export interface IngestStatus {
  readonly bytesInWork: number
  readonly waitingBatches: number
  readonly waitingBytes: number
}

export interface IngestModule {
  readonly ingest: IngestService
  readonly writer: Pick<Writer, 'committed'>
  /** Raised after every commit of this process. */
  readonly commits: CommitSignal
  readonly routes: readonly Route[]
  status(): IngestStatus
  start(): void
  /** Finishes what was accepted. */
  stop(): Promise<void>
}

const bytesInWork = 256 * 1024 * 1024
const housekeepingMilliseconds = 60 * 60 * 1000

/** Ingest: bodies in, durable events out. */
export const createIngestModule = (dependencies: IngestDependencies): IngestModule => {
  const { eventStore, store, agents, ledger, node, clock, newId, threads, isEventStoreAway } = dependencies
  const commits = createCommitSignal()
  const preparer = createPreparer({ threads })
  const admission = createAdmissionControl(bytesInWork)
  const batches = createBatchRepository(store)
  const transactions = createGroupTransaction(store)
  const writer = createWriter({
    sink: eventStore,
    node,
    highestSequence: () => eventStore.highestSequence(node),
    clock,
    isUncertain: isEventStoreAway,
    onCommit: commits.raise,
    ...(dependencies.writerLimits && { limits: dependencies.writerLimits }),
  })
  const ingest = createIngestService({
    preparer,
    admission,
    writer,
    batches,
    transactions,
    storedRows: (batch) => eventStore.storedRows(batch),
    agents: {
      facts: agents.facts,
      hasArrived: (delivery) => ledger.hasArrived(store.db, delivery),
      recordDelivery: ledger.record,
    },
    scoringSettings: createScoringSettings(dependencies),
    context: createEventContext(dependencies),
    node,
    clock,
    newId,
  })
  const forgetOld = async (): Promise<void> => {
    for (let isDone = false; !isDone; )
      isDone = await transactions.run((transaction) => batches.expire(transaction, clock()))
  }
  const housekeeping = createHousekeeping(forgetOld, dependencies.onFailure)
  return {
    ingest,
    writer,
    commits,
    routes: ingestRoutes(ingest),
    status: () => {
      const waiting = writer.waiting()
      return { bytesInWork: admission.bytesInWork(), waitingBatches: waiting.batches, waitingBytes: waiting.bytes }
    },
    start: () => {
      preparer.warm()
      housekeeping.start()
    },
    stop: async () => {
      housekeeping.stop()
      await writer.close()
      await transactions.idle()
      await preparer.close()
      commits.raise()
    },
  }
}

const createHousekeeping = (work: () => Promise<void>, onFailure: (error: unknown) => void = () => undefined) => {
  let timer: NodeJS.Timeout | undefined
  return {
    start: () => {
      timer = setInterval(() => void work().catch(onFailure), housekeepingMilliseconds)
      timer.unref()
    },
    stop: () => clearInterval(timer),
  }
}
