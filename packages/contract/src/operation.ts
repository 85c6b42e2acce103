import type { z } from 'zod'
import type { ErrorCode, ErrorShape } from './errors.ts'
import type { Lifecycle, Source } from './lifecycle.ts'
import type { Permission } from './permissions.ts'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * How a caller proves who it is.
 * `bearer`: an API-client, user or agent token; `basic-user`: user name and password (plus `totp-auth`);
 * `basic-client`: API-client id and secret by Basic or form body; `none`: open.
 */
export type Authentication = 'bearer' | 'basic-user' | 'basic-client' | 'none'

/** Another path that reaches the same operation, with its own history. */
export interface AlternatePath {
  readonly path: string
  readonly lifecycle: Lifecycle
  readonly source: Source
}

/** What a success looks like: JSON checked against a schema, or bytes of another media type. */
export type Success<Schema extends z.ZodType = z.ZodType> =
  | {
      readonly status: 200 | 201 | 202
      readonly type: 'application/json'
      readonly schema: Schema
      /** Name that the family gives to its JSON on the wire. */
      readonly mediaType?: `application/${string}+json`
    }
  | { readonly status: 200; readonly type: Exclude<string, 'application/json'>; readonly schema?: undefined }
  | { readonly status: 204; readonly type?: undefined; readonly schema?: undefined }

/** A request body that Spillway reads itself, such as NDJSON; `schema` describes one JSON form of it for the docs. */
export interface RawBody {
  readonly types: readonly string[]
  readonly maximumBytes: number
  readonly schema?: z.ZodType
}

/** One operation as data. Everything served, documented or generated about it derives from this. */
export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  /** Stable dotted name, `family.verb` or `family.verb.v1`. Never reused. */
  readonly id: string
  readonly family: string
  readonly summary: string
  readonly method: HttpMethod
  /** OpenAPI form, `/v2/things/{id}`. */
  readonly path: string
  readonly alternatePaths?: readonly AlternatePath[]
  readonly authentication: Authentication
  /** Console resources that take a user name and password on every call, beside a bearer token. */
  readonly alsoBasic?: true
  /** Null only where any authenticated caller, or nobody in particular, may call. */
  readonly permission: Permission | null
  readonly params?: Params
  /** The one path parameter whose value may hold slashes: clients of these operations send them as they are. */
  readonly slashedParam?: string
  readonly query?: Query
  readonly body?: Body
  readonly rawBody?: RawBody
  /** Headers that this operation alone reads, with their meaning. */
  readonly requestHeaders?: Readonly<Record<string, string>>
  readonly success: Success<Response>
  /** Headers that a success may bear, with their meaning. */
  readonly responseHeaders?: Readonly<Record<string, string>>
  readonly errors: readonly ErrorCode[]
  readonly errorShape: ErrorShape
  /** Keys of the answer that its errors keep, such as `{ groups: null }` beside `problems`. */
  readonly errorEnvelope?: Readonly<Record<string, unknown>>
  readonly lifecycle: Lifecycle
  readonly source: Source
  /** Only says that it is not there, by `UNAVAILABLE` with this code and sentence; whatever is sent, nothing is read. */
  readonly unavailable?: { readonly code: string; readonly reason: string }
}

/** Declares an operation, keeping the types of its schemas. */
export const operation = <
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodUndefined,
>(
  definition: Operation<Params, Query, Body, Response>,
): Operation<Params, Query, Body, Response> => definition
