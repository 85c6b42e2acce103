import type { ControlStore } from '@spillway/control-store'
import type { StoreUnderTest } from '@spillway/control-store/testing'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type IdentityServer, startIdentityServer } from './identity-server.ts'
import { type PeopleServer, startPeopleServer } from './people-server.ts'

type Start<Server> = (store: ControlStore) => Promise<Server>
type Take<Server> = (server: Server, store: ControlStore) => unknown

interface Closable {
  close(): Promise<void>
}

/** Opens a store and a server on it, hands both over, and closes what was opened, also where the rest failed. */
const startAndStop = <Server extends Closable>(
  { open }: Pick<StoreUnderTest, 'open'>,
  start: Start<Server>,
  take: Take<Server>,
) => {
  let opened: Closable[] = []
  return {
    start: async () => {
      const store = await open()
      opened = [store]
      const server = await start(store)
      opened = [server, store]
      await take(server, store)
    },
    stop: async () => {
      const closing = opened
      opened = []
      for (const one of closing) await one.close()
    },
  }
}

/** One server with people and machines for every test of a block. */
export const sharedPeopleServer = (under: Pick<StoreUnderTest, 'open'>, take: Take<PeopleServer>): void => {
  const { start, stop } = startAndStop(under, startPeopleServer, take)
  beforeAll(start)
  afterAll(stop)
}

/** A fresh server with people and machines for each test of a block. */
export const freshPeopleServer = (under: Pick<StoreUnderTest, 'open'>, take: Take<PeopleServer>): void => {
  const { start, stop } = startAndStop(under, startPeopleServer, take)
  beforeEach(start)
  afterEach(stop)
}

/** A fresh server of identity alone for each test of a block. */
export const freshIdentityServer = (under: Pick<StoreUnderTest, 'open'>, take: Take<IdentityServer>): void => {
  const { start, stop } = startAndStop(under, (store) => startIdentityServer({ store }), take)
  beforeEach(start)
  afterEach(stop)
}
