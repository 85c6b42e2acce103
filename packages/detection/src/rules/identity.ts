import { createHash } from 'node:crypto'

/** What makes an alert that one and no other. */
export interface AlertKey {
  readonly ruleId: string
  readonly ruleVersion: number
  readonly actorKey: string
  /** Start of its window, milliseconds since 1970. */
  readonly windowStart: number
}

/** The id of an alert, a UUID (RFC 9562, version 8): the same activity under the same rule never gets another. */
export const alertId = ({ ruleId, ruleVersion, actorKey, windowStart }: AlertKey): string =>
  derivedId('alert', ruleId, String(ruleVersion), actorKey, String(windowStart))

/** A UUID that is made of texts. */
export const derivedId = (...parts: readonly string[]): string => {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-')
}
