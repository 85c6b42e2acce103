const uniqueViolations: ReadonlySet<unknown> = new Set(['23505', 1555, 2067])

// Node's socket errors, PostgreSQL's connection and shutdown classes (08, 53, 57P), SQLite's busy, full and I/O codes.
const awayCode = /^(ECONN\w+|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|08\w{3}|53\w{3}|57P\d\d)$/
const awaySqlite: ReadonlySet<unknown> = new Set([5, 10, 13, 14])
const awayMessage = /^(timeout exceeded when trying to connect|Connection terminated)/

/** True when a statement failed because a row with the same key is there already. */
export const isUniqueViolation = (error: unknown): boolean =>
  uniqueViolations.has(property(error, 'errcode')) || uniqueViolations.has(property(error, 'code'))

/** True when the control store is away, full or overloaded, so that the caller may come back later (503). */
export const isControlStoreUnavailable = (error: unknown): boolean => {
  const [code, errcode, message] = ['code', 'errcode', 'message'].map((name) => property(error, name))
  if (typeof errcode === 'number') return awaySqlite.has(errcode & 0xff)
  return (typeof code === 'string' && awayCode.test(code)) || (typeof message === 'string' && awayMessage.test(message))
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
