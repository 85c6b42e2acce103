import type { Operation } from '@spillway/contract'
import type { FastifyReply } from 'fastify'
import { isReplyObject, type Reply } from './reply.ts'
import { startStream } from './stream.ts'

/** Sends a handler's result: plain values and own-status JSON through the operation's response schema. */
export const respond = async (operation: Operation, result: unknown, reply: FastifyReply): Promise<FastifyReply> => {
  if (isReplyObject(result)) return sendReply(operation, result, reply)
  if (operation.success.status === 204) return reply.code(204).send()
  return sendJson(named(reply, operation).code(operation.success.status), rendered(operation, result))
}

const sendReply = async (operation: Operation, result: Reply, reply: FastifyReply): Promise<FastifyReply> => {
  const stream = result.kind === 'stream' ? await startStream(result.chunks, reply.log) : null
  const status = result.status ?? operation.success.status
  named(reply, operation)
  reply.code(status).headers(result.headers)
  if (stream) return reply.send(stream)
  if (result.kind === 'text') return reply.send(result.value)
  if (status === 204) return reply.send()
  if (result.kind === 'stream') return reply
  return sendJson(reply, status === operation.success.status ? rendered(operation, result.value) : result.value)
}

/** Gives JSON the media type of its family; headers of a reply object come later and win. */
const named = (reply: FastifyReply, { success }: Operation): FastifyReply =>
  'mediaType' in success && success.mediaType ? reply.header('content-type', success.mediaType) : reply

const sendJson = (reply: FastifyReply, value: unknown): FastifyReply => {
  if (!reply.hasHeader('content-type')) reply.header('content-type', 'application/json')
  return reply.send(JSON.stringify(value ?? null))
}

/** The value as the contract promises it: stray fields are stripped, a missing one is a defect of the server. */
const rendered = (operation: Operation, value: unknown): unknown => {
  const { schema } = operation.success
  if (!schema) throw new Error(`${operation.id} answered JSON, but its contract names no schema`)
  const outcome = schema.safeParse(value)
  if (outcome.success) return outcome.data
  throw new Error(`${operation.id} answered outside its contract: ${JSON.stringify(outcome.error.issues.slice(0, 5))}`)
}
