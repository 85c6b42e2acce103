import { SpillwayClientError } from './errors.ts'
import type { Call } from './exchange.ts'

export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
}
export interface UserCredentials {
  readonly username: string
  readonly password: string
  /** One-time password, or what asks for a fresh one at every sign-in. */
  readonly totp?: string | (() => string | Promise<string>)
}
export interface AgentCredentials {
  readonly agentUid: string
  readonly agentKey: string
}
export interface TokenCredentials {
  readonly token: string
}
export type Credentials = ClientCredentials | UserCredentials | AgentCredentials | TokenCredentials

/** Published lifetimes in milliseconds, for answers that do not state one. */
const userTokenLifetime = 30 * 60_000
const machineTokenLifetime = 15 * 60_000

export interface IssuedToken {
  readonly token: string
  /** Milliseconds. */
  readonly lifetime: number
}

export interface SignIn {
  readonly call: () => Promise<Call>
  readonly read: (body: Record<string, unknown>) => IssuedToken
}

/** How to get a token for these credentials; null when the caller brought one. */
export const signInFor = (credentials: Credentials): SignIn | null => {
  if ('token' in credentials) return null
  if ('clientId' in credentials) return clientSignIn(credentials)
  return 'agentUid' in credentials ? agentSignIn(credentials) : userSignIn(credentials)
}

const clientSignIn = ({ clientId, clientSecret }: ClientCredentials): SignIn => ({
  call: async () => ({
    ...tokenCall('POST', '/v1/oauth'),
    query: { grant_type: 'client_credentials' },
    headers: { authorization: basic(clientId, clientSecret) },
  }),
  read: accessToken,
})

const userSignIn = ({ username, password, totp }: UserCredentials): SignIn => ({
  call: async () => {
    const code = typeof totp === 'function' ? await totp() : totp
    return {
      ...tokenCall('GET', '/v1/auth'),
      query: { useBody: true },
      headers: { authorization: basic(username, password), ...(code && { 'totp-auth': code }) },
    }
  },
  read: ({ bearerToken }) => ({ token: required(bearerToken), lifetime: userTokenLifetime }),
})

const agentSignIn = (credentials: AgentCredentials): SignIn => ({
  call: async () => ({
    ...tokenCall('POST', '/v1/spillway/agents/token'),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ agentUid: credentials.agentUid, agentKey: credentials.agentKey }),
  }),
  read: accessToken,
})

const tokenCall = (method: Call['method'], path: string): Call => ({
  method,
  path,
  repeatable: true,
  authenticated: false,
})

const accessToken: SignIn['read'] = (body) => ({
  token: required(body.access_token),
  lifetime: typeof body.expires_in === 'number' ? body.expires_in * 1000 : machineTokenLifetime,
})

const required = (token: unknown): string => {
  if (typeof token !== 'string' || token === '') throw new SpillwayClientError('The server issued no token')
  return token
}

const basic = (name: string, secret: string): string => `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
