import { Agent, request } from 'node:http'
import type { BenchServer } from './server.ts'

/** Posts JSON over kept connections with a token of the API client; reads and counts the whole answer. */
export const createPoster = async ({ url, credentials }: Pick<BenchServer, 'url' | 'credentials'>) => {
  const agent = new Agent({ keepAlive: true })
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')
  const answer = await fetch(`${url}/v1/oauth?grant_type=client_credentials`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return {
    post: (path: string, body: unknown) =>
      post(`${url}${path}`, { agent, token, type: 'application/json', body: Buffer.from(JSON.stringify(body)) }),
    send: (path: string, body: Uint8Array) =>
      post(`${url}${path}`, { agent, token, type: 'application/x-ndjson', body }),
    close: () => agent.destroy(),
  }
}

interface Posting {
  readonly agent: Agent
  readonly token: string
  readonly type: string
  readonly body: Uint8Array
}

export interface Answered {
  readonly bytes: number
  /** First 4 KiB, enough for totals and problems. */
  readonly head: string
}

const post = (url: string, { agent, token, type, body }: Posting): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type, 'content-length': body.byteLength }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let bytes = 0
      let head = ''
      response.on('data', (chunk: Buffer) => {
        if (bytes < 4096) head += chunk.toString('utf8', 0, 4096)
        bytes += chunk.length
      })
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ bytes, head })
        else reject(new Error(`${url} answered ${response.statusCode}: ${head}`))
      })
      response.on('error', reject)
    })
    sent.on('error', reject).end(body)
  })
