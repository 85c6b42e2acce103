import { z } from 'zod'
import { type AlternatePath, operation } from '../operation.ts'
import { v3Envelope } from './console/envelope.ts'
import { own } from './own.ts'

const clientTokenSchema = z.object({
  access_token: z.string(),
  token_type: z.string(),
  /** Seconds. */
  expires_in: z.int(),
})

const grantQuery = z.object({ grant_type: z.string().optional() })

/** Clients send nothing, an empty form, or the grant and the credentials as a form. */
const grantForm = z
  .object({
    grant_type: z.string().max(100).optional(),
    client_id: z.string().max(1000).optional(),
    client_secret: z.string().max(1000).optional(),
  })
  .nullish()

const clientTokenErrors = [
  'MALFORMED_REQUEST',
  'UNSUPPORTED_GRANT',
  'INVALID_CREDENTIALS',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'STORE_UNAVAILABLE',
] as const

const userTokenErrors = ['MALFORMED_REQUEST', 'INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS', 'STORE_UNAVAILABLE'] as const

/** `useBody` as Python (`True`), curl (`true`) or old scripts (`1`) write it. */
const useBodyQuery = z.object({ useBody: z.stringbool().default(false) })

/** The same service under the path prefix of old scripts. */
const c42api = (path: string, replacedBy: string): AlternatePath => ({
  path: `/c42api${path}`,
  source: 'published',
  lifecycle: { added: '2017-01-01', deprecated: '2022-01-26', sunset: '2023-01-26', replacedBy },
})

const clientToken = {
  family: 'authentication',
  method: 'POST',
  authentication: 'basic-client',
  permission: null,
  query: grantQuery,
  body: grantForm,
  success: { status: 200, type: 'application/json', schema: clientTokenSchema },
  errors: clientTokenErrors,
  errorShape: 'oauth',
  lifecycle: { added: '2021-11-18' },
} as const

export const createClientToken = operation({
  ...clientToken,
  id: 'authentication.client-token',
  summary: 'Get an API-client token',
  path: '/v1/oauth',
  source: 'published',
})

export const createClientTokenV3 = operation({
  ...clientToken,
  id: 'authentication.client-token.v3',
  summary: 'Get an API-client token (console path)',
  path: '/api/v3/oauth/token',
  alternatePaths: [c42api('/v3/oauth/token', 'authentication.client-token.v3')],
  source: 'client',
})

export const createUserToken = operation({
  id: 'authentication.user-token',
  family: 'authentication',
  summary: 'Get a user token with a user name and password',
  method: 'GET',
  path: '/v1/auth',
  alternatePaths: [
    {
      path: '/v1/auth/basic',
      source: 'published',
      lifecycle: {
        added: '2020-12-15',
        deprecated: '2022-01-26',
        sunset: '2023-01-26',
        replacedBy: 'authentication.client-token',
      },
    },
  ],
  authentication: 'basic-user',
  permission: null,
  success: { status: 200, type: 'application/json', schema: z.object({ bearerToken: z.string() }) },
  errors: userTokenErrors,
  errorShape: 'portal',
  lifecycle: {
    added: '2020-12-15',
    deprecated: '2022-01-26',
    sunset: '2023-01-26',
    replacedBy: 'authentication.client-token',
  },
  source: 'published',
})

export const createUserTokenV3 = operation({
  id: 'authentication.user-token.v3',
  family: 'authentication',
  summary: 'Get a user token with a user name and password, in the body or as a cookie',
  method: 'GET',
  path: '/api/v3/auth/jwt',
  alternatePaths: [c42api('/v3/auth/jwt', 'authentication.client-token')],
  authentication: 'basic-user',
  permission: null,
  query: useBodyQuery,
  success: {
    status: 200,
    type: 'application/json',
    schema: v3Envelope(z.object({ v3_user_token: z.string() }).nullable()),
  },
  responseHeaders: { 'set-cookie': 'The token as a cookie, where it was not asked for in the body' },
  errors: userTokenErrors,
  errorShape: 'console-v3',
  lifecycle: { added: '2017-01-01' },
  source: 'client',
})

export const readLoginConfiguration = operation({
  id: 'authentication.login-configuration.v3',
  family: 'authentication',
  summary: 'Read how a user signs in',
  method: 'GET',
  path: '/api/v3/LoginConfiguration',
  alternatePaths: [c42api('/v3/LoginConfiguration', 'authentication.login-configuration.v3')],
  authentication: 'none',
  permission: null,
  query: z.object({ username: z.string().optional() }),
  success: {
    status: 200,
    type: 'application/json',
    schema: v3Envelope(z.object({ loginType: z.enum(['LOCAL', 'LOCAL_2FA', 'CLOUD_SSO', 'PRIVATE_SSO']) })),
  },
  errors: ['MALFORMED_REQUEST', 'STORE_UNAVAILABLE'],
  errorShape: 'console-v3',
  lifecycle: { added: '2017-01-01' },
  source: 'client',
})

export const revokeToken = operation({
  id: 'authentication.revoke-token',
  family: 'authentication',
  summary: 'End a token before its time: the given one, or the one the request was made with',
  method: 'POST',
  path: '/v1/spillway/tokens/revoke',
  authentication: 'bearer',
  permission: null,
  body: z.strictObject({ token: z.string().min(1).max(8192).optional() }).nullish(),
  success: { status: 204 },
  errors: ['MALFORMED_REQUEST', 'UNAUTHENTICATED', 'STORE_UNAVAILABLE'],
  ...own,
})

const factorShared = {
  family: 'authentication',
  authentication: 'bearer',
  permission: null,
  errors: ['MALFORMED_REQUEST', 'UNAUTHENTICATED', 'FORBIDDEN', 'TOO_MANY_REQUESTS', 'STORE_UNAVAILABLE'],
  ...own,
} as const

const oneTimeCode = z.string().regex(/^\d{6}$/)
const password = z.string().min(1).max(1024)

export const changeMyPassword = operation({
  ...factorShared,
  id: 'authentication.change-my-password',
  summary: "Change the caller's password; every token of the user ends",
  method: 'POST',
  path: '/v1/spillway/my/password',
  body: z.strictObject({ currentPassword: password, newPassword: z.string().min(12).max(1024) }),
  success: { status: 204 },
})

export const proposeSecondFactor = operation({
  ...factorShared,
  id: 'authentication.propose-second-factor',
  summary: 'Get a fresh secret for an authenticator app; nothing changes until it is confirmed',
  method: 'POST',
  path: '/v1/spillway/my/second-factor',
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ secret: z.string(), uri: z.string() }),
  },
})

export const confirmSecondFactor = operation({
  ...factorShared,
  id: 'authentication.confirm-second-factor',
  summary: 'Turn the second factor on, proving with a code that the app holds the secret',
  method: 'POST',
  path: '/v1/spillway/my/second-factor/confirm',
  errors: [...factorShared.errors, 'CONFLICT'],
  body: z.strictObject({
    currentPassword: password,
    secret: z.string().regex(/^[A-Z2-7]{32,128}$/),
    code: oneTimeCode,
  }),
  success: { status: 204 },
})

export const removeSecondFactor = operation({
  ...factorShared,
  id: 'authentication.remove-second-factor',
  summary: 'Turn the second factor off',
  method: 'POST',
  path: '/v1/spillway/my/second-factor/remove',
  errors: [...factorShared.errors, 'CONFLICT'],
  body: z.strictObject({ currentPassword: password, code: oneTimeCode }),
  success: { status: 204 },
})

export const authenticationOperations = [
  createClientToken,
  createUserToken,
  createClientTokenV3,
  createUserTokenV3,
  readLoginConfiguration,
  revokeToken,
  changeMyPassword,
  proposeSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
] as const
