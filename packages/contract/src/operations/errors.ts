import type { ErrorCode } from '../errors.ts'

/** What may go wrong wherever callers sign in and need a permission. */
export const errors = [
  'MALFORMED_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'STORE_UNAVAILABLE',
] as const satisfies readonly ErrorCode[]

/** The same where one object is named. */
export const errorsOfOne = [...errors, 'NOT_FOUND'] as const
