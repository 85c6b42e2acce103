import type { Clock } from '../../platform/clock.ts'
import { type AuditEntry, type JsonValue, linkRecords, presentEntry } from './record.ts'
import type { AuditRepository } from './repository.ts'

/** Records held in memory while the control store is away; what comes after is counted, and the count recorded. */
const maximumWaiting = 10_000
/** Records in one transaction; more would hold the event loop for longer than a few milliseconds. */
const maximumBatch = 200
const gatherMilliseconds = 20
const retryMilliseconds = 1000

interface Dependencies {
  readonly repository: AuditRepository
  readonly clock: Clock
  readonly tenantId: () => string
  /** Told of each failed write; the writer itself goes on trying. */
  readonly onFailure: (error: unknown) => void
}

/** Takes records at once and writes them in order, many to a transaction, behind the caller's back. */
export const createAuditWriter = ({ repository, clock, tenantId, onFailure }: Dependencies) => {
  let waiting: Record<string, JsonValue>[] = []
  let lost = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<boolean> | null = null

  const schedule = (milliseconds: number): void => {
    if (timer || writing) return
    timer = setTimeout(() => {
      timer = undefined
      void write()
    }, milliseconds)
    timer.unref()
  }

  const write = (): Promise<boolean> => {
    writing ??= writeBatch().then((succeeded) => {
      writing = null
      if (waiting.length > 0) schedule(succeeded ? 0 : retryMilliseconds)
      return succeeded
    })
    return writing
  }

  const writeBatch = async (): Promise<boolean> => {
    const batch = waiting.slice(0, maximumBatch)
    // What was lost came after all that waited.
    const countedLost = batch.length === waiting.length ? lost : 0
    const records = countedLost > 0 ? [...batch, lostRecord(countedLost, clock())] : batch
    try {
      await repository.append((end) => linkRecords(end, tenantId(), records))
    } catch (error) {
      onFailure(error)
      return false
    }
    waiting = waiting.slice(batch.length)
    lost -= countedLost
    return true
  }

  return {
    record(entry: AuditEntry): void {
      if (waiting.length >= maximumWaiting) lost++
      else waiting.push(presentEntry(entry, clock()))
      schedule(gatherMilliseconds)
    },
    /** Resolves when everything recorded so far is stored, or one attempt to store it has failed. */
    async flush(): Promise<void> {
      clearTimeout(timer)
      timer = undefined
      while (waiting.length > 0 && (await write()));
    },
  }
}

const lostRecord = (count: number, at: Date) =>
  presentEntry({ type: 'audit_records_lost', actor: null, details: { count } }, at)
