import { SpillwayError } from '../../platform/errors.ts'

/** Bounds what the server holds in memory for requests under way. */
export interface AdmissionControl {
  /** Runs the work, or rejects at once with `STORE_UNAVAILABLE` when too many bytes are in work already. */
  admit<Result>(bytes: number, work: () => Promise<Result>): Promise<Result>
  bytesInWork(): number
}

/** `maximumBytes` counts bodies as sent. A single body is always let in. */
export const createAdmissionControl = (maximumBytes: number): AdmissionControl => {
  let inWork = 0
  return {
    admit: async (bytes, work) => {
      if (inWork > 0 && inWork + bytes > maximumBytes) throw overloaded()
      inWork += bytes
      try {
        return await work()
      } finally {
        inWork -= bytes
      }
    },
    bytesInWork: () => inWork,
  }
}

const overloaded = (): SpillwayError =>
  new SpillwayError('STORE_UNAVAILABLE', { reason: 'Too many events are being stored', retryAfterSeconds: 1 })
