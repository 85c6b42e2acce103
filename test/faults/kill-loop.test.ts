import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../support/ports.ts'
import { createSeeded } from '../support/seeded.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { readWholeFeed, searchAll, startLoad } from './load.ts'

/** .ci/run asks for 50; a developer's run is content with fewer. */
const kills = Number(process.env.SPILLWAY_KILLS ?? 5)
const longestLife = 900

describe('the server killed at any instant', () => {
  let data: string
  let server: ServerProcess
  const random = createSeeded(20_260_101)

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'spillway-kill-'))
  })
  afterAll(async () => {
    await server?.end('SIGKILL')
    await rm(data, { recursive: true, force: true })
  })

  it(
    `loses no acknowledged event and stores none twice over ${kills} kills`,
    async () => {
      const port = await freePort()
      const start = () => startServerProcess({ data, port })
      server = await start()
      const load = startLoad(() => server)
      for (let kill = 0; kill < kills && load.wrong.length === 0; kill += 1) {
        await sleep(random.below(longestLife))
        await server.end('SIGKILL')
        server = await start()
      }
      await load.finish()
      expect(load.wrong).toEqual([])

      const feed = await readWholeFeed(server)
      const found = await searchAll(server)
      console.log(
        `${kills} kills: ${load.acknowledged.size} events acknowledged, ${load.retried} batches after a retry, ` +
          `${feed.length} in the feed, ${found.length} by search`,
      )
      expect(load.retried).toBeGreaterThan(0)
      for (const ids of [feed, found]) {
        expect(ids.length - new Set(ids).size).toBe(0)
        expect(new Set(ids)).toEqual(load.acknowledged)
      }
    },
    60_000 + kills * 20_000,
  )
})
