import { Agent, request } from 'node:http'
import type { BenchServer } from './server.ts'

export interface Got {
  readonly bytes: number
  /** Milliseconds until the first byte of the body. */
  readonly firstByte: number
}

export type Getter = Awaited<ReturnType<typeof createGetter>>

/** Reads paths over one kept connection with a token of the API client, counting the whole answer. */
export const createGetter = async ({ url, credentials }: Pick<BenchServer, 'url' | 'credentials'>) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')
  const authorization = `Basic ${basic}`
  const answer = await fetch(`${url}/v1/oauth?grant_type=client_credentials`, {
    method: 'POST',
    headers: { authorization },
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  const get = (path: string): Promise<Got> =>
    new Promise((resolve, reject) => {
      const begun = performance.now()
      const headers = { authorization: `Bearer ${token}` }
      request(`${url}${path}`, { agent, headers }, (response) => {
        let [bytes, firstByte] = [0, 0]
        response.on('data', (chunk: Buffer) => {
          if (bytes === 0) firstByte = performance.now() - begun
          bytes += chunk.length
        })
        response.on('end', () =>
          response.statusCode === 200
            ? resolve({ bytes, firstByte })
            : reject(new Error(`${path} answered ${response.statusCode}`)),
        )
        response.on('error', reject)
      })
        .on('error', reject)
        .end()
    })
  return { get, close: () => agent.destroy() }
}
