import type { Operation } from '@spillway/contract'
import { SpillwayError } from '../platform/errors.ts'

const readable = ['application/json', 'application/*', '*/*']

/** Refuses a client that reads no JSON, where the operation says that it does. */
export const checkAccept = ({ errors }: Pick<Operation, 'errors'>, accept: string | undefined): void => {
  if (!errors.includes('UNSUPPORTED_RESPONSE_TYPE') || accept === undefined || takesJson(accept)) return
  throw new SpillwayError('UNSUPPORTED_RESPONSE_TYPE', {
    field: 'header.accept',
    reason: 'This operation answers in application/json only',
  })
}

/** Whether one of the media ranges holds JSON and is not ruled out by a quality of zero. */
const takesJson = (accept: string): boolean =>
  accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.toLowerCase().replaceAll(/\s/g, '').split(';')
    return (type === '' || readable.includes(type)) && !parameters.some((one) => /^q=0(\.0*)?$/.test(one))
  })
