import { type ChildProcess, spawn } from 'node:child_process'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userToken } from '../support/api.ts'
import { run } from '../support/command.ts'
import { parts, python, root } from '../support/parts.ts'
import { freePort } from '../support/ports.ts'
import { waitFor } from '../support/wait.ts'

/** What the demo printed under the numbered headings, as a person would paste it. */
const advice = (printed: string): ReadonlyMap<number, string> => {
  const sections = printed.split(/^(?=\d\. )/m).filter((section) => /^\d\. /.test(section))
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

describe('npm run demo', () => {
  let directory: string
  let demo: ChildProcess
  let printed = ''
  let url: string
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
    const flags = ['--port', String(port), '--data', join(directory, 'demo')]
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
  }, 150_000)
  afterAll(async () => {
    const gone = new Promise((done) => demo.once('exit', done))
    if (demo.exitCode === null && demo.pid !== undefined) {
      process.kill(-demo.pid, 'SIGINT')
      await gone
    }
    await rm(directory, { recursive: true, force: true })
  }, 60_000)

  it('shows a file copied into the watched folder in a search within 2 seconds', async () => {
    const folder = resolve(root, found(/cp README\.md (\S+)/))
    const token = await userToken(url, {
      username: found(/Administrator (\S+),/),
      password: found(/password (\S+)/),
    })
    const groups = [{ filters: [{ term: 'file.name', operator: 'IS', value: 'README.md' }] }]
    const start = performance.now()
    await copyFile(join(root, 'README.md'), join(folder, 'README.md'))
    const event = await waitFor('the file', 10_000, async () => {
      const response = await fetch(`${url}/v2/file-events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ groups }),
      })
      return ((await response.json()) as { fileEvents: object[] }).fileEvents[0]
    })
    const milliseconds = performance.now() - start
    console.log(`demo: a copied file is found after ${Math.round(milliseconds)} ms`)
    expect(event).toMatchObject({
      file: { name: 'README.md', hash: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    })
    expect(milliseconds).toBeLessThan(2_000)
  })

  const tools = [
    [2, 'spillway', true],
    [3, 'curl', parts.curl.present],
    [4, 'py42', parts.code42cli.present],
    [5, 'incydr', parts.incydr.present],
    [6, 'code42cli', parts.code42cli.present],
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
