import type { ErrorCode } from '../errors.ts'

/** Errors of the published families that keep to the portal's shape. */
export const portalErrors = [
  'MALFORMED_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'STORE_UNAVAILABLE',
] as const satisfies readonly ErrorCode[]

/** Errors where one object is named. */
export const portalErrorsOfOne = [...portalErrors, 'NOT_FOUND'] as const

/** What the published families in the portal's shape have in common. */
export const portal = { authentication: 'bearer', errorShape: 'portal', source: 'published' } as const

/** Families of which it is published that they refuse a client that reads no JSON. */
export const negotiatedErrors = [...portalErrors, 'UNSUPPORTED_RESPONSE_TYPE'] as const
export const negotiatedErrorsOfOne = [...portalErrorsOfOne, 'UNSUPPORTED_RESPONSE_TYPE'] as const
