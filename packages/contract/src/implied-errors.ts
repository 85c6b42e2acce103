import type { ErrorCode } from './errors.ts'
import type { Operation } from './operation.ts'

/** Families that the published limit never covered: bulk senders, probes and scrapers have their own back-pressure. */
const unlimitedFamilies: ReadonlySet<string> = new Set(['ingest', 'agents', 'system', 'scim', 'imports'])

/** Whether calls of the operation count towards the caller's requests a minute. */
export const isRateLimited = ({ family }: Pick<Operation, 'family'>): boolean => !unlimitedFamilies.has(family)

/** Every error that the operation can answer: its own, and those that its form brings with it. Each code once. */
export const everyError = (operation: Operation): readonly ErrorCode[] => {
  const { params, query, body, rawBody, authentication, permission, lifecycle } = operation
  const implied: readonly [unknown, readonly ErrorCode[]][] = [
    [params ?? query ?? body ?? rawBody, ['MALFORMED_REQUEST']],
    [body ?? rawBody, ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE']],
    [authentication === 'bearer', ['UNAUTHENTICATED']],
    [permission !== null, ['FORBIDDEN']],
    [isRateLimited(operation), ['TOO_MANY_REQUESTS']],
    [lifecycle.sunset, ['WITHDRAWN']],
    [true, ['INTERNAL']],
  ]
  return [...new Set([...operation.errors, ...implied.flatMap(([applies, codes]) => (applies ? codes : []))])]
}
