import {
  changeMyPassword,
  confirmSecondFactor,
  createApiClient,
  createClientToken,
  createClientTokenV3,
  createUserToken,
  createUserTokenV3,
  disableApiClient,
  enableApiClient,
  listApiClients,
  proposeSecondFactor,
  removeSecondFactor,
  revokeToken,
  rotateApiClientSecret,
  sessionCookie,
  updateApiClient,
} from '@spillway/contract'
import type { FastifyRequest } from 'fastify'
import {
  type BasicCredentials,
  json,
  oneTimeCodeOf,
  openRoute,
  type Route,
  route,
  type Visitor,
} from '../../http/index.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { Audit } from '../audit/index.ts'
import type { ApiClients } from './api-clients.ts'
import type { Authenticator } from './authenticator.ts'
import type { SignIn } from './sign-in.ts'
import type { IssuedToken } from './tokens.ts'
import type { Users } from './users.ts'

interface Dependencies {
  readonly signIn: SignIn
  readonly users: Users
  readonly apiClients: ApiClients
  readonly authenticator: Authenticator
  readonly audit: Audit
}

export const identityRoutes = (dependencies: Dependencies): readonly Route[] => [
  ...clientTokenRoutes(dependencies),
  ...userTokenRoutes(dependencies),
  ...accountRoutes(dependencies),
  ...apiClientRoutes(dependencies),
]

const clientTokenRoutes = ({ signIn }: Dependencies): Route[] => {
  const exchange = async (call: ClientTokenCall) => {
    requireClientCredentialsGrant(call)
    return presentClientToken(await signIn.client(clientCredentials(call), call.visitor))
  }
  return [openRoute(createClientToken, exchange), openRoute(createClientTokenV3, exchange)]
}

interface ClientTokenCall {
  readonly query: { readonly grant_type?: string | undefined }
  readonly body?: ClientTokenForm | null | undefined
  readonly basic: BasicCredentials | null
  readonly visitor: Visitor
}

interface ClientTokenForm {
  readonly grant_type?: string | undefined
  readonly client_id?: string | undefined
  readonly client_secret?: string | undefined
}

/** The official SDK sends no grant type at all; any other than ours is refused. */
const requireClientCredentialsGrant = ({ query, body }: ClientTokenCall): void => {
  for (const grant of [query.grant_type, body?.grant_type]) {
    if (grant === undefined || grant === 'client_credentials') continue
    throw new SpillwayError('UNSUPPORTED_GRANT', { field: 'grant_type', reason: 'Must be client_credentials' })
  }
}

const clientCredentials = ({ basic, body }: ClientTokenCall): BasicCredentials | null => {
  if (basic || !body?.client_id || body.client_secret === undefined) return basic
  return { name: body.client_id, secret: body.client_secret }
}

const presentClientToken = ({ token, expiresInSeconds }: IssuedToken) =>
  json({ access_token: token, token_type: 'bearer', expires_in: expiresInSeconds }, { headers: notStored })

/** RFC 6749 §5.1: no cache may keep a token. */
const notStored = { 'cache-control': 'no-store', pragma: 'no-cache' }

const userTokenRoutes = ({ signIn }: Dependencies): Route[] => [
  openRoute(createUserToken, async ({ basic, request, visitor }) => {
    const { token } = await signIn.user(basic, oneTimeCodeOf(request), visitor)
    return json({ bearerToken: token }, { headers: notStored })
  }),
  openRoute(createUserTokenV3, async ({ basic, request, visitor, query }) => {
    const issued = await signIn.user(basic, oneTimeCodeOf(request), visitor)
    const data = query.useBody ? { v3_user_token: issued.token } : null
    const headers = query.useBody ? notStored : { ...notStored, 'set-cookie': cookie(issued, request) }
    return json({ data, error: null, warnings: null }, { headers })
  }),
]

const cookie = ({ token, expiresInSeconds }: IssuedToken, request: FastifyRequest): string => {
  const secure = request.protocol === 'https' ? '; Secure' : ''
  return `${sessionCookie}=${token}; Path=/; Max-Age=${expiresInSeconds}; HttpOnly; SameSite=Strict${secure}`
}

const accountRoutes = ({ users, authenticator, audit }: Dependencies): Route[] => [
  route(revokeToken, async ({ caller, body, request }) => {
    await authenticator.revoke(body?.token ?? presentedToken(request))
    audit.record({ type: 'logged_out', actor: caller })
    return undefined
  }),
  route(changeMyPassword, async ({ caller, body }) => {
    await users.changeMyPassword(caller, body.currentPassword, body.newPassword)
    return undefined
  }),
  route(proposeSecondFactor, ({ caller }) => users.proposeSecondFactor(caller)),
  route(confirmSecondFactor, async ({ caller, body }) => {
    await users.confirmSecondFactor(caller, body)
    return undefined
  }),
  route(removeSecondFactor, async ({ caller, body }) => {
    await users.removeSecondFactor(caller, body)
    return undefined
  }),
]

const presentedToken = (request: FastifyRequest): string =>
  (request.headers.authorization ?? '').trim().split(/ +/)[1] ?? ''

const apiClientRoutes = ({ apiClients }: Dependencies): Route[] => [
  route(listApiClients, ({ caller, query }) => apiClients.list(caller, query.after, query.limit)),
  route(createApiClient, ({ caller, body }) => apiClients.create(caller, body)),
  route(updateApiClient, ({ caller, params, body }) => apiClients.update(caller, params.id, body)),
  route(rotateApiClientSecret, ({ caller, params }) => apiClients.rotateSecret(caller, params.id)),
  route(disableApiClient, ({ caller, params }) => apiClients.setDisabled(caller, params.id, true)),
  route(enableApiClient, ({ caller, params }) => apiClients.setDisabled(caller, params.id, false)),
]
