import { type Operation, refusesOtherAnswers } from '@spillway/contract'
import type { FastifyRequest } from 'fastify'
import { SpillwayError } from '../platform/errors.ts'

/** Refuses a request whose `Accept` leaves out JSON, where the operation is known to do so. */
export const checkAccepted = (operation: Operation, request: FastifyRequest): void => {
  if (!refusesOtherAnswers(operation) || takesJson(request.headers.accept)) return
  throw new SpillwayError('UNSUPPORTED_MEDIA_TYPE', {
    field: 'header.accept',
    reason: 'This operation answers application/json only',
  })
}

/** No header, or an empty one, accepts everything. A range with a weight of zero is refused by it (RFC 9110 12.5.1). */
const takesJson = (accept: string | undefined): boolean => {
  if (accept === undefined || accept.trim() === '') return true
  return accept
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))
    .some(([type = '', ...weights]) => covers(type) && !weights.some((weight) => /^q=0(\.0*)?$/.test(weight)))
}

const covers = (type: string): boolean => ['*/*', 'application/*', 'application/json'].includes(type)
