import { type ChildProcess, spawn } from 'node:child_process'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { attachLoopDevice } from '@spillway/testkit/loop-device'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userToken } from '../support/api.ts'
import { run } from '../support/command.ts'
import { parts, python, root } from '../support/parts.ts'
import { freePort } from '../support/ports.ts'
import { waitFor } from '../support/wait.ts'

/** What the demo printed under the numbered headings, as a person would paste it. */
const advice = (printed: string): ReadonlyMap<number, string> => {
  const [whatToTry = ''] = printed.split(/^Alerts show below/m)
  const sections = whatToTry.split(/^(?=\d\. )/m).filter((section) => /^\d\. /.test(section))
  return new Map(
    sections.map((section) => [
      Number(section[0]),
      section
        .split('\n')
        .filter((line) => line.startsWith('  '))
        .map((line) => line.slice(2))
        .join('\n'),
    ]),
  )
}

interface Filter {
  readonly term: string
  readonly operator: string
  readonly value: unknown
}
interface DemoEvent {
  readonly risk: {
    readonly score: number
    readonly severity: string
    readonly indicators: readonly { readonly name: string; readonly weight: number }[]
  }
}
const is = (term: string, value: unknown): Filter => ({ term, operator: 'IS', value })

/** Mounts a loop device, which the demo is told to take for a USB stick. */
const attachStick = async (folder: string) => {
  const image = await mkdtemp(join(tmpdir(), 'spillway-stick-'))
  const loop = await attachLoopDevice(image)
  if ('without' in loop) throw new Error(loop.without)
  await loop.mount(folder)
  return {
    flags: ['--removable-device', loop.device],
    remove: async () => {
      await loop.unmount(folder)
      await loop.detach()
      await rm(image, { recursive: true })
    },
  }
}

describe('npm run demo', () => {
  let directory: string
  let demo: ChildProcess
  let printed = ''
  let url: string
  let token: string
  let stick: Awaited<ReturnType<typeof attachStick>> | null = null
  const found = (pattern: RegExp) => pattern.exec(printed)?.[1] ?? ''
  const bash = (script: string) =>
    run('bash', ['-c', script], {
      directory: root,
      environment: {
        HOME: directory,
        NO_COLOR: '1',
        PYTHON_KEYRING_BACKEND: 'keyrings.alt.file.PlaintextKeyring',
        PATH: `${python.code42cli}:${python.incydr}:${process.env.PATH}`,
      },
    })

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'spillway-demo-'))
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    stick = parts.loopDevice.present ? await attachStick(join(directory, 'USB')) : null
    const flags = ['--port', String(port), '--data', join(directory, 'demo'), ...(stick?.flags ?? [])]
    // A group of its own, so that what npm starts ends with it.
    demo = spawn('npm', ['run', 'demo', '--', ...flags], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
      detached: true,
    })
    const take = (chunk: Buffer) => {
      printed += chunk.toString()
    }
    demo.stdout?.on('data', take)
    demo.stderr?.on('data', take)
    await waitFor('the demo to say what to try', 120_000, () => {
      if (demo.exitCode !== null) throw new Error(`the demo ended with ${demo.exitCode}:\n${printed}`)
      return /Ctrl-C ends the demo/.test(printed) || undefined
    })
    token = await userToken(url, {
      username: found(/Administrator (\S+),/),
      password: found(/password (\S+)/),
    })
  }, 150_000)
  afterAll(async () => {
    const gone = new Promise((done) => demo.once('exit', done))
    if (demo.exitCode === null && demo.pid !== undefined) {
      process.kill(-demo.pid, 'SIGINT')
      await gone
    }
    await stick?.remove()
    await rm(directory, { recursive: true, force: true })
  }, 60_000)

  const search = async (filters: readonly Filter[]): Promise<DemoEvent[]> => {
    const response = await fetch(`${url}/v2/file-events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ groups: [{ filters }], srtKey: '@timestamp' }),
    })
    return ((await response.json()) as { fileEvents: DemoEvent[] }).fileEvents
  }

  /** Copies a file as a person would, and waits until a search by its name finds it. */
  const copied = async (folder: string, name: string): Promise<DemoEvent> => {
    const start = performance.now()
    await copyFile(join(root, 'README.md'), join(folder, name))
    const event = await waitFor(name, 10_000, async () => (await search([is('file.name', name)]))[0])
    const milliseconds = performance.now() - start
    console.log(`demo: ${name} is found after ${Math.round(milliseconds)} ms`)
    expect(milliseconds).toBeLessThan(2_000)
    return event
  }

  it('shows a file copied into the watched folder in a search within 2 seconds', async () => {
    const event = await copied(resolve(root, found(/cp README\.md (\S+)/)), 'README.md')
    expect(event).toMatchObject({
      file: { name: 'README.md', hash: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      event: { action: 'file-created', vector: null },
      risk: { score: 0, severity: 'NO_RISK_INDICATED', indicators: [] },
    })
  })

  const waysOut = [
    {
      to: 'a private Dropbox',
      folder: () => resolve(root, found(/cp README\.md (\S+Dropbox\/)/)),
      event: { action: 'sync-app-created', vector: 'UPLOADED' },
      destination: { category: 'Cloud Storage', name: 'Dropbox', accountType: 'PERSONAL' },
      indicator: { name: 'Dropbox upload', weight: 5 },
    },
    {
      to: 'a folder that stands in for a stick',
      folder: () => resolve(root, found(/cp README\.md (\S+STICK\/)/)),
      event: { action: 'removable-media-created', vector: 'REMOVABLE_MEDIA_OUT' },
      destination: { category: 'Device', name: 'Removable Media', removableMedia: { volumeName: ['STICK'] } },
      indicator: { name: 'Removable media', weight: 3 },
    },
    {
      to: 'a mounted device that stands in for a stick',
      folder: () => join(directory, 'USB'),
      event: { action: 'removable-media-created', vector: 'REMOVABLE_MEDIA_OUT' },
      destination: {
        category: 'Device',
        name: 'Removable Media',
        removableMedia: { volumeName: ['USB'], busType: 'Loop', capacity: 8 * 1024 * 1024 },
      },
      indicator: { name: 'Removable media', weight: 3 },
    },
  ]
  waysOut.forEach(({ to, folder, event, destination, indicator }, index) => {
    const isPossible = !to.includes('mounted') || parts.loopDevice.present
    it.skipIf(!isPossible)(
      `weighs a file copied to ${to} within 2 seconds, and finds it by every part of that`,
      async () => {
        const name = `way-out-${index}.md`
        const seen = await copied(folder(), name)
        expect(seen).toMatchObject({ event, destination })
        const { indicators, score, severity } = seen.risk
        expect(indicators).toContainEqual({ ...indicator, id: indicator.name })
        expect(score).toBe(indicators.reduce((sum, { weight }) => sum + weight, 0))
        expect(severity).toBe(score >= 9 ? 'CRITICAL' : score >= 7 ? 'HIGH' : score >= 4 ? 'MODERATE' : 'LOW')
        const parts: readonly Filter[] = [
          is('event.vector', event.vector),
          is('destination.category', destination.category),
          is('destination.name', destination.name),
          is('risk.indicators.name', indicator.name),
          is('risk.indicators.id', indicator.name),
          is('risk.indicators.weight', indicator.weight),
          is('risk.score', score),
          { term: 'risk.score', operator: 'GREATER_THAN', value: score - 1 },
          is('risk.severity', severity),
        ]
        for (const part of parts) expect([part, await search([part, is('file.name', name)])]).toEqual([part, [seen]])
      },
    )
  })

  it('shows alerts as they rise, over a copy and over what happens in the organization, each with its reason', async () => {
    const owner = found(/reported by the agent as (\S+)/)
    const shown = () => [...printed.matchAll(/^\d\d:\d\d:\d\d \w+ +(.+) · (\S+) · [\da-f-]{36}\n +(.+)\n +(.+)$/gm)]
    const alert = (isWanted: (actor: string) => boolean) =>
      waitFor('an alert on the terminal', 60_000, () => shown().find(([, , actor = '']) => isWanted(actor)))
    const [, name, , because, unless] = await alert((actor) => actor === owner)
    expect(name).toBe('Any file from the watched folder')
    expect(because).toMatch(/^The person: .* (Files were uploaded|Files were written to removable media): /)
    expect(unless).toMatch(/^Had somebody else acted than .*, the rule would have been silent\.$/)
    const [, , , why, whyNot] = await alert((actor) => actor !== owner)
    expect([why, whyNot]).toEqual([
      expect.stringMatching(/Files were /),
      expect.stringMatching(/^Had .* been silent\.$/),
    ])
  }, 130_000)

  it.skipIf(!(parts.code42cli.present && parts.incydr.present))(
    'prints lines that dismiss an alert with py42, after which incydr sees it dismissed',
    async () => {
      const { code, stdout, stderr } = await bash(advice(printed).get(8) ?? 'false')
      expect({ code, stderr }).toMatchObject({ code: 0 })
      expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toMatchObject({
        state: 'RESOLVED',
        note: { message: 'Known, and harmless' },
      })
    },
    60_000,
  )

  const tools = [
    [3, 'spillway', true],
    [4, 'curl', parts.curl.present],
    [5, 'py42', parts.code42cli.present],
    [6, 'incydr', parts.incydr.present],
    [7, 'code42cli', parts.code42cli.present],
  ] as const
  for (const [number, name, present] of tools) {
    it.skipIf(!present)(
      `prints lines for ${name} that find the file when pasted`,
      async () => {
        const { code, stdout, stderr } = await bash(advice(printed).get(number) ?? 'false')
        expect({ code, text: stdout + stderr }).toEqual({ code: 0, text: expect.stringContaining('README.md') })
      },
      60_000,
    )
  }
})
