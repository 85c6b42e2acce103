import { randomUUID } from 'node:crypto'

/** What tests ask of a running server over HTTP, with nothing of the product in between. */
export interface Api {
  readonly url: string
  token(): Promise<string>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** Stores events in batches; throws unless every row was stored. */
  ingest(events: readonly object[]): Promise<void>
  apiClient(permissions: readonly string[]): Promise<{ id: string; secret: string }>
}

export interface Credentials {
  readonly username: string
  readonly password: string
}

export const basic = (name: string, secret: string) => `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`

export const userToken = async (url: string, { username, password }: Credentials): Promise<string> => {
  const response = await fetch(`${url}/v1/auth?useBody=true`, { headers: { authorization: basic(username, password) } })
  if (!response.ok) throw new Error(`GET /v1/auth answered ${response.status}: ${await response.text()}`)
  const { bearerToken } = (await response.json()) as { bearerToken: string }
  return bearerToken
}

const batchSize = 5_000
/** No answer may take longer; a request that hangs is a fault of its own. */
const longestAnswer = 60_000
const tokenLife = 10 * 60_000

export const createApi = (url: string, admin: Credentials): Api => {
  let held: { token: string; until: number } | undefined
  const token = async () => {
    if (held === undefined || performance.now() > held.until) {
      held = { token: await userToken(url, admin), until: performance.now() + tokenLife }
    }
    return held.token
  }
  const call = async (path: string, init: RequestInit, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      signal: AbortSignal.timeout(longestAnswer),
      ...init,
      headers: { authorization: `Bearer ${await token()}`, ...headers },
    })
  const post: Api['post'] = (path, body, headers) =>
    call(path, { method: 'POST', body: JSON.stringify(body) }, { 'content-type': 'application/json', ...headers })

  const ingest: Api['ingest'] = async (events) => {
    for (let start = 0; start < events.length; start += batchSize) {
      const batch = events.slice(start, start + batchSize)
      const response = await post('/v1/ingest/file-events', batch, { 'idempotency-key': randomUUID() })
      const receipt = await response.text()
      if (!response.ok) throw new Error(`ingest answered ${response.status}: ${receipt.slice(0, 2000)}`)
      const { stored } = JSON.parse(receipt) as { stored: number }
      if (stored !== batch.length) throw new Error(`stored ${stored} of ${batch.length}: ${receipt.slice(0, 2000)}`)
    }
  }

  const apiClient: Api['apiClient'] = async (permissions) => {
    const response = await post('/v1/spillway/api-clients', { name: `test ${randomUUID()}`, permissions })
    if (!response.ok) throw new Error(`creating an API client answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as { id: string; secret: string }
  }

  return { url, token, post, get: (path, headers) => call(path, { method: 'GET' }, headers), ingest, apiClient }
}
