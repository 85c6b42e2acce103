import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  certificateAuthority,
  type Mailed,
  mailReceiver,
  type Receiver,
} from '../../apps/server/src/modules/notifications/test-support/receivers.ts'
import { freePort } from '../support/ports.ts'
import { createSeeded } from '../support/seeded.ts'
import { startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait.ts'

/** Each takes some seconds, in which a server starts. */
const kills = Math.min(Math.max(Number(process.env.SPILLWAY_KILLS ?? 3), 3), 8)
const invitedBetween = 12

let directory: string
let mail: Receiver<Mailed>
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spillway-account-mail-'))
  mail = await mailReceiver()
  await writeFile(join(directory, 'authority.pem'), certificateAuthority)
})
afterEach(async () => {
  await mail.close()
  await rm(directory, { recursive: true, force: true })
})

const headerOf = ({ content }: Mailed, name: string) => new RegExp(`^${name}: (.*)\\r$`, 'im').exec(content)?.[1]
const linkOf = ({ content }: Mailed) =>
  /#invitation=3D(\S+)|#invitation=(\S+)/.exec(content.replaceAll('=\r\n', ''))?.slice(1).find(Boolean) ?? ''

it('takes every invitation to its user though the server and the mail server come and go, each link once', async () => {
  const random = createSeeded(20_260_951)
  const { port } = mail
  const listening = await freePort()
  const start = () =>
    startServerProcess({
      ...{ data: join(directory, 'data'), port: listening, arguments: ['--limits', 'off'] },
      environment: {
        SPILLWAY_ACCOUNT_MAIL: 'true',
        SPILLWAY_PUBLIC_URL: 'https://spillway.example.com',
        SPILLWAY_MAIL_SERVER: `smtp://127.0.0.1:${port}`,
        SPILLWAY_MAIL_FROM: 'spillway@example.com',
        SPILLWAY_MAIL_CERTIFICATE_AUTHORITY: join(directory, 'authority.pem'),
        SPILLWAY_NOTIFICATION_FIRST_RETRY: '10',
      },
    })
  const taken: Mailed[] = []
  const answered: string[] = []
  let server = await start()
  const { api } = server
  const inviteMany = async (kill: number): Promise<void> => {
    for (let person = 0; person < invitedBetween; person += 1) {
      const username = `person${kill}-${person}@mail.example`
      const answer = await api.post('/v1/spillway/invitations', { username }).catch(() => null)
      if (answer?.status === 201) answered.push(username)
    }
  }
  try {
    for (let kill = 0; kill <= kills; kill += 1) {
      const enough = kill === kills ? invitedBetween : 1 + random.below(invitedBetween - 1)
      const before = answered.length
      const inviting = inviteMany(kill)
      await waitFor('invitations', 60_000, () => answered.length >= before + enough || undefined)
      if (kill === kills) break
      await sleep(random.below(300))
      await server.end('SIGKILL')
      await inviting
      taken.push(...mail.taken)
      await mail.close()
      server = await start()
      mail = await mailReceiver({ port })
    }
    const got = () => [...taken, ...mail.taken]
    await waitFor('every user to have mail', 60_000, () => {
      const people = new Set(got().flatMap(({ to }) => to))
      return answered.every((username) => people.has(username)) || undefined
    })
    const ids = new Map(got().map((each) => [headerOf(each, 'Message-ID'), each]))
    console.log(`${kills} kills: ${answered.length} invited, ${ids.size} messages, ${got().length} times taken`)
    expect(answered.length).toBeGreaterThan(invitedBetween)
    // Whoever got a message twice got the same one.
    for (const each of got()) expect(linkOf(each)).toBe(linkOf(ids.get(headerOf(each, 'Message-ID')) as Mailed))
    expect(new Set([...ids.values()].map(({ to }) => to.join())).size).toBe(ids.size)
    const accept = async (each: Mailed) => {
      const body = JSON.stringify({ secret: linkOf(each), password: 'what the user chose' })
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${server.url}/v1/spillway/invitations/accept`, { method: 'POST', headers, body })).status
    }
    for (const each of [...ids.values()].slice(0, 3)) expect(await accept(each)).toBe(204)
  } finally {
    await server.end('SIGKILL')
  }
}, 240_000)
