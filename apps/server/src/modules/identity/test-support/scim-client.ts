import type { PeopleServer } from './people-server.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A provisioning client: an API client with the one permission, bounded to an organization where one is given. */
export const startScimClient = async (server: PeopleServer, orgUid?: string) => {
  const wish = { name: 'identity provider', permissions: ['directory.provision'], orgUid: orgUid ?? null }
  const { id, secret } = (await server.call('POST', '/v1/spillway/api-clients', wish)).json()
  const token: string = (await server.redeem(id, secret)).json().access_token
  const ask = async (method: Method, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const answer = await server.app.inject({ method, url: `/scim/v2${path}`, headers, ...payload })
    const type = String(answer.headers['content-type'] ?? '').replace('; charset=utf-8', '')
    return { status: answer.statusCode, type, headers: answer.headers, body: answer.body === '' ? null : answer.json() }
  }
  return { ask, token }
}

export type ScimClient = Awaited<ReturnType<typeof startScimClient>>

export const urns = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
  bulk: 'urn:ietf:params:scim:api:messages:2.0:BulkRequest',
}

export const operations = (...list: readonly object[]) => ({ schemas: [urns.patch], Operations: list })
