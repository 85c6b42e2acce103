import { z } from 'zod'
import { operation } from '../../operation.ts'
import { console1, ok1, olderPaths } from './envelope.ts'

/** Scripts of the console's first decade sign in so. Its end is published; that it was announced with the others is inferred. */
const family = {
  family: 'console-tokens',
  permission: null,
  errorShape: 'console-v1',
  source: 'client',
  lifecycle: { ...console1.lifecycle, deprecated: '2022-01-26', sunset: '2022-09-23' },
} as const

export const createTwoPartToken = operation({
  ...family,
  id: 'console-tokens.create.v1',
  summary: 'Get a user token in two parts; joined by a hyphen they are sent as `Authorization: TOKEN`',
  method: 'POST',
  path: '/api/v1/AuthToken',
  alternatePaths: olderPaths('AuthToken'),
  authentication: 'basic-user',
  success: ok1(z.array(z.string())),
  errors: ['INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS', 'STORE_UNAVAILABLE'],
  lifecycle: { ...family.lifecycle, replacedBy: 'authentication.user-token.v3' },
})

const params = z.object({ token: z.string() })
const held = {
  ...family,
  path: '/api/v1/AuthToken/{token}',
  alternatePaths: olderPaths('AuthToken/{token}'),
  authentication: 'none',
  params,
  errors: ['STORE_UNAVAILABLE'],
} as const

export const readTwoPartToken = operation({
  ...held,
  id: 'console-tokens.read.v1',
  summary: 'Tell whether a token in two parts is valid, and whose it is',
  method: 'GET',
  success: ok1(z.object({ valid: z.boolean(), username: z.string().nullable() })),
})

export const deleteTwoPartToken = operation({
  ...held,
  id: 'console-tokens.delete.v1',
  summary: 'End a token in two parts; one that is not valid is no error',
  method: 'DELETE',
  success: { status: 204 },
  lifecycle: { ...family.lifecycle, replacedBy: 'authentication.revoke-token' },
})

export const consoleTokensOperations = [createTwoPartToken, readTwoPartToken, deleteTwoPartToken] as const
