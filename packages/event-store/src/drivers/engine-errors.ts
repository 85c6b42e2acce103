import { EventStoreFault, EventStoreUnavailable, QueryTimeout } from '../errors.ts'

const timeoutCodes = new Set([
  159, // TIMEOUT_EXCEEDED
  160, // TOO_SLOW
])

const unavailableCodes = new Set([
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
  209, // SOCKET_TIMEOUT
  210, // NETWORK_ERROR
  236, // ABORTED
  242, // TABLE_IS_READ_ONLY
  243, // NOT_ENOUGH_SPACE
  252, // TOO_MANY_PARTS
  279, // ALL_CONNECTION_TRIES_FAILED
  285, // TOO_FEW_LIVE_REPLICAS
  286, // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
  319, // UNKNOWN_STATUS_OF_INSERT
  425, // SYSTEM_ERROR
  516, // AUTHENTICATION_FAILED
  999, // KEEPER_EXCEPTION
])

/** What the operating system says when the disk of the engine is full or gone. */
const diskTrouble = /no space left on device|errno: 28|errno: 30|read-only file system|input\/output error|\bEIO\b/i
const serverMemory = /\(total\) memory limit exceeded/

/** Reads the code of a message such as `Code: 159. DB::Exception: …`. */
export function engineCodeOf(message: string): number | undefined {
  const match = /Code: (\d+)\./.exec(message)
  return match ? Number(match[1]) : undefined
}

/** The typed error for what the engine reported. */
export function engineError(message: string, code: number | undefined, cause?: unknown): Error {
  if (code !== undefined && timeoutCodes.has(code)) return new QueryTimeout(message, { cause })
  if (isUnavailable(message, code)) return new EventStoreUnavailable(message, { cause })
  return new EventStoreFault(message, { engineCode: code, cause })
}

function isUnavailable(message: string, code: number | undefined): boolean {
  return (code !== undefined && unavailableCodes.has(code)) || diskTrouble.test(message) || serverMemory.test(message)
}
