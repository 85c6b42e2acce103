import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../support/command.ts'
import { parts } from '../support/parts.ts'
import { admin, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { curlSamples, type Place } from './curl.ts'

describe.skipIf(!parts.curl.present)('documented command lines', () => {
  let server: ServerProcess
  let place: Place
  let directory: string

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'curl-'))
    server = await startServerProcess()
    const { id, secret } = await server.api.apiClient(['file-events.read', 'customer.read'])
    const token = await server.api.token()
    place = { url: server.url, ...admin, clientId: id, clientSecret: secret, token }
  }, 90_000)
  afterAll(async () => {
    await server?.end()
    await rm(directory, { recursive: true, force: true })
  })

  /** Body, status and response headers of the last transfer of a command line. */
  const curl = async (words: readonly string[]) => {
    const dump = join(directory, 'headers')
    const added = ['-s', '-D', dump, '-w', '\n%{http_code}', '--noproxy', '*']
    const { stdout } = await run('curl', [...added, ...words])
    const end = stdout.lastIndexOf('\n')
    const body = stdout.slice(0, end).replace(/^\n*(000)?/, '')
    return {
      body: body.trim(),
      status: Number(stdout.slice(end + 1)),
      headers: (await readFile(dump, 'utf8')).toLowerCase(),
    }
  }

  for (const sample of curlSamples) {
    it(`${sample.name} (${sample.from})`, async () => {
      const { body, status, headers } = await curl(sample.words(place))
      expect({ status, body }).toEqual({ status: sample.status, body: expect.stringMatching(sample.body) })
      // Withdrawn in 2022: a challenge would make browsers ask for a password.
      expect(headers).not.toContain('www-authenticate')
    })
  }
})
