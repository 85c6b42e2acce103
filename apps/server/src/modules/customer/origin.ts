import type { FastifyRequest } from 'fastify'
import { SpillwayError } from '../../platform/errors.ts'

/**
 * Scheme, host and port under which the client reached us, without path and without slash at the end.
 * A configured public URL wins; else the request's own host, with the scheme a TLS proxy reports.
 */
export const originOf = (request: FastifyRequest, publicUrl: string | null): string => {
  if (publicUrl) return new URL(publicUrl).origin
  const host = request.headers.host ?? ''
  const origin = `${schemeOf(request)}://${host}`
  if (!/^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(host) || !URL.canParse(origin)) throw badHost()
  return origin
}

const schemeOf = (request: FastifyRequest): string => {
  const forwarded = String(request.headers['x-forwarded-proto'] ?? '')
    .split(',', 1)[0]
    ?.trim()
    .toLowerCase()
  return forwarded === 'http' || forwarded === 'https' ? forwarded : request.protocol
}

/**
 * py42 replaces `sts` in this address by the name of its key-value store. Host names ignore letter case and py42 does not,
 * so that in capitals a host such as `hosts.example` stays what it is.
 */
export const withoutServiceName = (origin: string): string => origin.replaceAll('sts', 'STS')

const badHost = (): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', {
    field: 'header.host',
    reason: 'The Host header is missing or not a host name',
  })
