import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoreUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer } from '@spillway/testkit'

/** A running server that trusts nothing yet, an API client, and an empty home for client programs. */
export interface TrustScene {
  readonly server: TestServer
  readonly home: string
  /** What the Python scripts are told, as JSON on standard input. */
  readonly told: {
    readonly url: string
    readonly username: string
    readonly password: string
    readonly clientId: string
    readonly clientSecret: string
  }
  close(): Promise<void>
}

export const openTrustScene = async ({ open }: StoreUnderTest): Promise<TrustScene> => {
  const server = await startTestServer({ openControl: open, config: { limits: 'off' } })
  const home = await mkdtemp(join(tmpdir(), 'client-home-'))
  const { id, secret } = await server.apiClient()
  return {
    server,
    home,
    told: { url: server.url, ...server.admin, clientId: id, clientSecret: secret },
    close: async () => {
      await server.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
