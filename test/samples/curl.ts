/** What a documented command line is completed with. */
export interface Place {
  readonly url: string
  readonly username: string
  readonly password: string
  readonly clientId: string
  readonly clientSecret: string
  readonly token: string
}

export interface CurlSample {
  readonly name: string
  /** Document and line it is taken from. */
  readonly from: string
  /** As documented, word for word, but for host and credentials. */
  readonly words: (place: Place) => readonly string[]
  readonly status: number
  readonly body: RegExp
}

const bearerToken = /^\{"bearerToken":\s*"[\w-]+\.[\w-]+\.[\w-]+"\}$/
const v3Token = /"data":\s*\{\s*"v3_user_token":\s*"[\w-]+\.[\w-]+\.[\w-]+"/
const accessToken = /"access_token":\s*"[\w-]+\.[\w-]+\.[\w-]+"/
const tenant = /"tenant(Uid|Id)":\s*"[0-9a-f]{8}-[0-9a-f-]{27}"/
const user = ({ username, password }: Place) => `${username}:${password}`
const client = ({ clientId, clientSecret }: Place) => `${clientId}:${clientSecret}`
const json = ['-H', 'Accept: application/json']

export const curlSamples: readonly CurlSample[] = [
  {
    name: 'token by user name and password',
    from: 'source document 000, line 103; 001, line 268',
    words: (place) => ['-X', 'GET', '-u', user(place), `${place.url}/v1/auth`],
    status: 200,
    body: bearerToken,
  },
  {
    name: 'token with a second factor (the words GET and -H stand the wrong way round in the document)',
    from: 'source document 000, line 105; 001, line 270',
    words: (place) => ['-X', 'GET', '-H', 'totp-auth: 424242', '-u', user(place), `${place.url}/v1/auth`],
    status: 200,
    body: bearerToken,
  },
  {
    name: 'token in the body',
    from: 'source document 002, lines 43 and 53',
    words: (place) => ['-X', 'GET', '-u', user(place), ...json, `${place.url}/v1/auth/basic?useBody=true`],
    status: 200,
    body: bearerToken,
  },
  {
    name: 'token in the body with a second factor (an -H is missing in the document, so curl takes a header for a URL)',
    from: 'source document 002, line 59',
    words: (place) => [
      ...['-X', 'GET', '-u', user(place), '-H', 'totp-auth: 424242'],
      ...['Accept: application/json', `${place.url}/v1/auth/basic?useBody=true`],
    ],
    status: 200,
    body: bearerToken,
  },
  {
    name: 'the resource as the text names it, with a slash at its end',
    from: 'source document 002, line 40',
    words: (place) => ['-X', 'GET', '-u', user(place), `${place.url}/v1/auth/`],
    status: 200,
    body: bearerToken,
  },
  {
    name: 'tenant',
    from: 'source document 002, line 80',
    words: ({ url, token }) => ['-vvv', '-X', 'GET', '-H', `Authorization: Bearer ${token}`, `${url}/v1/customer`],
    status: 200,
    body: tenant,
  },
  {
    name: 'bearer scheme',
    from: 'source document 000, line 133; 001, line 135',
    words: ({ url, token }) => ['-H', `Authorization: Bearer ${token}`, `${url}/v1/customer`],
    status: 200,
    body: tenant,
  },
  {
    name: 'v3_user_token scheme, past its end of support',
    from: 'source document 000, line 132; 001, line 321',
    words: ({ url, token }) => ['-H', `Authorization: v3_user_token ${token}`, `${url}/v1/customer`],
    status: 401,
    body: /^/,
  },
  {
    name: 'token of the console API',
    from: 'source document 000, line 136; 001, line 326; 004, line 29',
    words: (place) => ['-u', user(place), `${place.url}/c42api/v3/auth/jwt?useBody=true`],
    status: 200,
    body: v3Token,
  },
  {
    name: 'the same under its new path',
    from: 'source document 001, lines 296-318; legacy reference AUTH-1',
    words: (place) => ['-u', user(place), `${place.url}/api/v3/auth/jwt?useBody=True`],
    status: 200,
    body: v3Token,
  },
  {
    name: 'API client by Basic with the grant in the query',
    from: 'API delta 1.3',
    words: (place) => ['-X', 'POST', '-u', client(place), `${place.url}/v1/oauth?grant_type=client_credentials`],
    status: 200,
    body: accessToken,
  },
  {
    name: 'API client by Basic and nothing else',
    from: 'API delta 1.3',
    words: (place) => ['-X', 'POST', '-u', client(place), `${place.url}/v1/oauth`],
    status: 200,
    body: accessToken,
  },
  {
    name: 'API client by form',
    from: 'API delta 1.3',
    words: ({ url, clientId, clientSecret }) => [
      ...['-X', 'POST', '-d', 'grant_type=client_credentials'],
      ...['-d', `client_id=${clientId}`, '-d', `client_secret=${clientSecret}`, `${url}/v1/oauth`],
    ],
    status: 200,
    body: accessToken,
  },
  {
    name: 'API client on the console path',
    from: 'legacy reference AUTH-2',
    words: (place) => [
      ...['-X', 'POST', '-u', client(place)],
      `${place.url}/api/v3/oauth/token?grant_type=client_credentials`,
    ],
    status: 200,
    body: accessToken,
  },
  {
    name: 'API client with a grant that does not exist',
    from: 'API delta 1.3, failure codes',
    words: (place) => ['-X', 'POST', '-u', client(place), `${place.url}/v1/oauth?grant_type=password`],
    status: 400,
    body: /^/,
  },
  {
    name: 'API client with a wrong secret',
    from: 'API delta 1.3, failure codes',
    words: ({ url, clientId }) => ['-X', 'POST', '-u', `${clientId}:wrong`, `${url}/v1/oauth`],
    status: 401,
    body: /^/,
  },
]
