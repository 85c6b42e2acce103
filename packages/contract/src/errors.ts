/** Every error a client can meet: code → HTTP status and meaning. Codes are never reused for another meaning. */
export const errorCatalogue = {
  MALFORMED_REQUEST: { status: 400, meaning: 'The request cannot be read: JSON, encoding or a parameter is broken' },
  INVALID_QUERY: { status: 400, meaning: 'A file-event query has problems; the body lists them' },
  UNSUPPORTED_GRANT: { status: 400, meaning: 'The grant type is not client_credentials' },
  UNAUTHENTICATED: { status: 401, meaning: 'The token is missing, expired, revoked or malformed' },
  INVALID_CREDENTIALS: { status: 401, meaning: 'User name, password, one-time password, client id or secret is wrong' },
  FORBIDDEN: { status: 403, meaning: 'The caller lacks the permission the operation needs' },
  NOT_FOUND: { status: 404, meaning: 'No such path or object' },
  METHOD_NOT_ALLOWED: { status: 405, meaning: 'The path exists, but not with this method' },
  REQUEST_TIMEOUT: { status: 408, meaning: 'The request body arrived too slowly' },
  CONFLICT: { status: 409, meaning: 'The object exists already, or an idempotency key was reused for another body' },
  WITHDRAWN: { status: 410, meaning: 'The operation is past its end of support and the operator enforces that' },
  PAYLOAD_TOO_LARGE: { status: 413, meaning: 'The body, or what it decompresses to, is over the limit' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, meaning: 'The content type or content encoding is not accepted here' },
  UNSUPPORTED_RESPONSE_TYPE: {
    status: 415,
    meaning: 'The Accept header names no type that the operation can answer in',
  },
  INVALID_EVENTS: { status: 400, meaning: 'No event of the batch could be stored; the body names each row' },
  TOO_MANY_REQUESTS: { status: 429, meaning: 'A rate limit was reached; Retry-After tells when to come back' },
  INTERNAL: { status: 500, meaning: 'The server failed; the request id finds the log line' },
  COMMAND_REFUSED: {
    status: 500,
    meaning: 'A console command was refused; old clients know such refusals by status 500',
  },
  QUERY_FAILED: { status: 500, meaning: 'The event store could not answer the query' },
  UNAVAILABLE: {
    status: 501,
    meaning: 'The path is known from older servers, but this one does not do that; the body says why',
  },
  STORE_UNAVAILABLE: { status: 503, meaning: 'A store is away or overloaded; nothing was accepted' },
} as const satisfies Record<string, { status: number; meaning: string }>

export type ErrorCode = keyof typeof errorCatalogue

/** How a family of operations writes its errors on the wire. */
export type ErrorShape =
  | 'problem-details' // RFC 9457, Spillway's own operations
  | 'query-problems' // {problems:[{badFilter,description,type}]} plus the envelope keys of the operation
  | 'console-v1' // [{"name":"SYSTEM","description":…}]
  | 'console-v3' // {"data":null,"error":[{primaryErrorKey,otherErrors}],"warnings":null}
  | 'console-command' // {"problem":"ALREADY_ACTIVE","description":…}, console API from v4 on
  | 'oauth' // {"error":"invalid_client"}
  | 'scim' // RFC 7644 section 3.12
  | 'coded' // {"code":"CONFLICT","message":…,"msg":…}, trusted activities
  | 'portal' // {"error":"UNAUTHORIZED","message":…}
  | 'portal-reason' // {"reason":…} beside the portal's keys
