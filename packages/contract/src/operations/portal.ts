import { errors, errorsOfOne } from './errors.ts'

/** Errors of the published families that keep to the portal's shape. */
export const portalErrors = errors

/** Errors where one object is named. */
export const portalErrorsOfOne = errorsOfOne

/** What the published families in the portal's shape have in common. */
export const portal = { authentication: 'bearer', errorShape: 'portal', source: 'published' } as const

/** Families of which it is published that they refuse a client that reads no JSON. */
export const negotiatedErrors = [...portalErrors, 'UNSUPPORTED_RESPONSE_TYPE'] as const
export const negotiatedErrorsOfOne = [...portalErrorsOfOne, 'UNSUPPORTED_RESPONSE_TYPE'] as const
