import type { Clock } from '../../platform/clock.ts'
import { type AuditEntry, type JsonValue, linkRecords, presentEntry } from './record.ts'
import type { AuditRepository } from './repository.ts'

/** Records held in memory while the control store is away; what comes after is counted, and the count recorded. */
const maximumWaiting = 10_000
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
    writing ??= writeBatch().finally(() => {
      writing = null
      if (waiting.length > 0) schedule(retryMilliseconds)
    })
    return writing
  }

  const writeBatch = async (): Promise<boolean> => {
    const batch = waiting
    const records = lost > 0 ? [...batch, lostRecord(lost, clock())] : batch
    const countedLost = lost
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
