import type { Operation } from '@spillway/contract'
import { SpillwayError } from '../platform/errors.ts'
import type { Caller } from './caller.ts'

/** The one place where permissions are decided. Whoever is not let in by the contract stays out. */
export const authorize = (operation: Operation, caller: Caller | null): void => {
  if (operation.authentication !== 'bearer') return
  if (!caller) throw new SpillwayError('UNAUTHENTICATED', { reason: 'A bearer token is needed' })
  if (operation.permission === null || caller.permissions.has(operation.permission)) return
  throw new SpillwayError('FORBIDDEN', { reason: `The permission ${operation.permission} is needed` })
}
