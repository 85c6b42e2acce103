/** An answer with its body read. */
export interface TestResponse {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  json<Value = unknown>(): Value
}

export interface TestRequest {
  /** Bearer token; by default the administrator's, `null` for none. */
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  /** Objects are sent as JSON, text and bytes as they are. */
  readonly body?: unknown
}

export interface ApiClientCredentials {
  readonly id: string
  readonly secret: string
}

/** What tests ask of a server over HTTP. */
export interface TestClient {
  request(method: string, path: string, options?: TestRequest): Promise<TestResponse>
  get(path: string, options?: TestRequest): Promise<TestResponse>
  post(path: string, body?: unknown, options?: TestRequest): Promise<TestResponse>
  /** The administrator's token, or that of an API client. */
  token(client?: ApiClientCredentials): Promise<string>
  /** A new API client; with every permission unless some are named. */
  apiClient(permissions?: readonly string[]): Promise<ApiClientCredentials>
  /** Stores events as one batch and gives the receipt; throws when the batch is refused. */
  ingest(events: readonly object[]): Promise<{ stored: number }>
}

export const basicAuthorization = (name: string, secret: string): string =>
  `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`

interface Dependencies {
  readonly url: string
  readonly admin: { readonly username: string; readonly password: string }
  readonly clock: () => Date
  readonly allPermissions: readonly string[]
}

/** Half the lifetime of a user token, in milliseconds of the server's clock. */
const tokenTrust = 15 * 60_000

export const createTestClient = ({ url, admin, clock, allPermissions }: Dependencies): TestClient => {
  let held: { readonly token: string; readonly at: number } | null = null
  let apiClients = 0

  const adminToken = async (): Promise<string> => {
    const now = clock().getTime()
    if (held && now >= held.at && now - held.at < tokenTrust) return held.token
    const authorization = basicAuthorization(admin.username, admin.password)
    const { bearerToken } = expectOk<{ bearerToken: string }>(
      await request('GET', '/v1/auth', { token: null, headers: { authorization } }),
    )
    held = { token: bearerToken, at: now }
    return bearerToken
  }
  const clientToken = async ({ id, secret }: ApiClientCredentials): Promise<string> => {
    const headers = { authorization: basicAuthorization(id, secret) }
    const answer = await request('POST', '/v1/oauth', { token: null, headers })
    return expectOk<{ access_token: string }>(answer).access_token
  }
  const request: TestClient['request'] = async (method, path, options = {}) => {
    const bearer = options.token === undefined ? await adminToken() : options.token
    const body = sendable(options.body)
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body !== undefined && { body }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) }
  }
  const post: TestClient['post'] = (path, body, options) => request('POST', path, { ...options, body })

  return {
    request,
    post,
    get: (path, options) => request('GET', path, options),
    token: (client) => (client ? clientToken(client) : adminToken()),
    apiClient: async (permissions = allPermissions) =>
      expectOk(await post('/v1/spillway/api-clients', { name: `test ${++apiClients}`, permissions })),
    ingest: async (events) => expectOk(await post('/v1/ingest/file-events', events)),
  }
}

const sendable = (body: unknown): string | Uint8Array<ArrayBuffer> | undefined => {
  if (body === undefined || typeof body === 'string') return body
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body)
}

const expectOk = <Value>(response: TestResponse): Value => {
  if (response.status >= 300) throw new Error(`The server answered ${response.status}: ${response.text.slice(0, 2000)}`)
  return response.json<Value>()
}
