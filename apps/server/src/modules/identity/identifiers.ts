import { createHash } from 'node:crypto'

const lowest = 10n ** 17n
const range = 9n * lowest

/** 18 decimal digits out of a fresh id: the form of user, organization and agent UIDs, beyond what a JSON number holds. */
export const decimalUid = (id: string): string => {
  const number = createHash('sha256').update(id).digest().readBigUInt64BE()
  return ((number % range) + lowest).toString()
}

/** Registration key of a tenant: sixteen lower-case letters and digits out of a fresh secret. */
export const registrationKey = (secret: string): string =>
  BigInt(`0x${secret.slice(0, 32)}`)
    .toString(36)
    .padStart(16, '0')
    .slice(-16)

/** Registration key of an organization: four groups of four, out of a fresh secret. */
export const organizationKey = (secret: string): string =>
  (registrationKey(secret).toUpperCase().match(/.{4}/g) ?? []).join('-')
