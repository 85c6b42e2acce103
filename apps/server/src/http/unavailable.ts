import type { Operation } from '@spillway/contract'
import { SpillwayError } from '../platform/errors.ts'
import type { Route } from './route.ts'

/** Routes of the operations that only say that they are not there. */
export const unavailableRoutes = (operations: readonly Operation[]): readonly Route[] =>
  operations.flatMap((operation) => {
    const { unavailable } = operation
    if (!unavailable) return []
    return {
      operation,
      handle: () => {
        throw new SpillwayError('UNAVAILABLE', { reason: unavailable.reason, familyCode: unavailable.code })
      },
    }
  })
