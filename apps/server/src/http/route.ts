import type { Operation } from '@spillway/contract'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { BasicCredentials } from './basic-credentials.ts'
import type { Caller, Visitor } from './caller.ts'
import type { RawRequest } from './raw-request.ts'
import type { Reply } from './reply.ts'

/** What every handler receives: the validated parts of the request. */
export interface Call<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Present for operations that declare `rawBody`; throws when read elsewhere. */
  readonly raw: RawRequest
  readonly request: FastifyRequest
  /** Aborts when the client goes away before the answer is complete. */
  readonly signal: AbortSignal
  /** Aborts when the server begins to close: a long poll answers then with what it has. */
  readonly closing: AbortSignal
}

/** A call whose bearer token was checked and whose caller holds the operation's permission. */
export interface AuthenticatedCall<Params, Query, Body> extends Call<Params, Query, Body> {
  readonly caller: Caller
}

/** A call of an operation without bearer: open, or one that exchanges basic credentials for a token. */
export interface OpenCall<Params, Query, Body> extends Call<Params, Query, Body> {
  readonly visitor: Visitor
  /** User name and password, or client id and secret, of `Authorization: Basic`; null when absent or malformed. */
  readonly basic: BasicCredentials | null
}

/** A plain value (JSON, checked against the response schema), nothing (204), or a reply object. */
export type Result<Response extends z.ZodType> = z.input<Response> | Reply

/** An operation bound to what carries it out. */
export interface Route {
  readonly operation: Operation
  readonly handle: (call: AuthenticatedCall<unknown, unknown, unknown> & OpenCall<unknown, unknown, unknown>) => unknown
}

/** Binds an operation with bearer authentication to its handler; types come from the operation's schemas. */
export const route = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  operation: Operation<P, Q, B, R>,
  handler: (
    call: AuthenticatedCall<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Result<R> | undefined | Promise<Result<R> | undefined>,
): Route => {
  if (operation.authentication !== 'bearer') throw new Error(`${operation.id}: route() is for bearer operations`)
  return { operation, handle: handler as Route['handle'] }
}

/** Binds an operation that anybody may call, or that takes basic credentials itself. */
export const openRoute = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  operation: Operation<P, Q, B, R>,
  handler: (
    call: OpenCall<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Result<R> | undefined | Promise<Result<R> | undefined>,
): Route => {
  if (operation.authentication === 'bearer') throw new Error(`${operation.id}: a bearer operation needs route()`)
  return { operation, handle: handler as Route['handle'] }
}
