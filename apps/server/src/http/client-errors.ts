import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { ErrorCode } from '@spillway/contract'
import { SpillwayError } from '../platform/errors.ts'
import { errorBody } from './error-bodies.ts'

/** Node's codes for requests that never became one. Everything else is a syntax error. */
const statuses: Readonly<Record<string, { status: number; code: ErrorCode; reason: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'REQUEST_TIMEOUT', reason: 'The request arrived too slowly' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'MALFORMED_REQUEST', reason: 'The request line or headers are too large' },
}
const syntaxError = { status: 400, code: 'MALFORMED_REQUEST', reason: 'The request is not valid HTTP' } as const

/** Answers on the bare socket, since no request object exists, and closes it. */
export const createClientErrorHandler =
  (newRequestId: () => string) =>
  (failure: Error & { code?: string }, socket: Socket): void => {
    if (failure.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const { status, code, reason } = statuses[failure.code ?? ''] ?? syntaxError
    const requestId = newRequestId()
    const { type, body } = errorBody('problem-details', new SpillwayError(code, { reason }), {
      requestId,
      envelope: {},
    })
    const text = JSON.stringify({ ...(body as object), status, title: STATUS_CODES[status] })
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${type}\r\n`
    const length = `content-length: ${Buffer.byteLength(text)}\r\n`
    socket.write(`${head}${length}x-request-id: ${requestId}\r\nconnection: close\r\n\r\n${text}`)
    socket.destroySoon()
  }
