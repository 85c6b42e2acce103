import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { repositoryFiles, root } from './sources.ts'

interface Violation {
  readonly rule: string
  readonly from: string
  readonly to: string
}
interface Cruise {
  readonly files: number
  readonly violations: readonly Violation[]
}
interface CruiseReport {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: { readonly violations: readonly { rule: { name: string }; from: string; to: string }[] }
}

const cruise = (directory: string, rooms: readonly string[]): Promise<Cruise> =>
  new Promise((resolve, reject) => {
    const config = join(root, '.dependency-cruiser.mjs')
    const program = join(root, 'node_modules/.bin/depcruise')
    const options = { cwd: directory, maxBuffer: 256 * 1024 * 1024 }
    // Violations make the exit code non-zero; the report on standard output is what counts.
    execFile(program, ['--config', config, '--output-type', 'json', ...rooms], options, (error, stdout, stderr) => {
      if (stdout === '') return reject(error ?? new Error(stderr))
      const report = JSON.parse(stdout) as CruiseReport
      resolve({
        files: report.modules.filter(({ source }) => source.endsWith('.ts')).length,
        violations: report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
      })
    })
  })

const rooms = ['apps', 'packages', 'bench', 'test', 'tools']
const present = (files: readonly string[]) => rooms.filter((room) => files.some((file) => file.startsWith(`${room}/`)))

describe('import rules', () => {
  it('hold over the sources, nearly all of which were looked at', async () => {
    const files = repositoryFiles()
    const { files: seen, violations } = await cruise(root, present(files))
    expect(violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`)).toEqual([])
    const sources = files.filter((file) => /^(apps|packages)\/.*\.ts$/.test(file)).length
    expect(seen).toBeGreaterThanOrEqual(sources)
    expect(sources).toBeGreaterThan(20)
  }, 120_000)
})

/** One file each that breaks one rule, and the rule that must name it (a cycle is named once, at one of its ends). */
const badSample: Readonly<Record<string, { readonly imports: string; readonly rule: string | null }>> = {
  'packages/event-model/src/a.ts': { imports: './b.ts', rule: 'no-circular' },
  'packages/event-model/src/b.ts': { imports: './a.ts', rule: null },
  'packages/event-model/src/c.ts': { imports: 'node:fs', rule: 'event-model-needs-zod-alone' },
  'packages/event-model/src/missing.ts': { imports: './nowhere.ts', rule: 'not-resolvable' },
  'packages/contract/src/index.ts': { imports: '../../event-store/src/index.ts', rule: 'contract-reaches-only' },
  'packages/event-store/src/index.ts': {
    imports: '../../control-store/src/index.ts',
    rule: 'event-store-reaches-only',
  },
  'packages/control-store/src/index.ts': {
    imports: '../../contract/src/plain.ts',
    rule: 'control-store-reaches-only',
  },
  'packages/sdk/src/index.ts': { imports: '../../../apps/server/src/index.ts', rule: 'sdk-reaches-only' },
  'apps/server/src/index.ts': { imports: '../../../packages/testkit/src/index.ts', rule: 'testkit-is-for-tests' },
  'apps/server/src/compose.ts': { imports: '../../../packages/sdk/src/plain.ts', rule: 'server-uses-no-client' },
  'apps/server/src/sample/load.ts': {
    imports: '../../../../packages/simulator/src/plain.ts',
    rule: 'sample-is-a-shape',
  },
  'apps/server/src/modules/agents/b.ts': {
    imports: '../../../../../packages/simulator/src/plain.ts',
    rule: 'sample-is-known-to-its-loader',
  },
  'apps/server/src/platform/clock.ts': { imports: '../http/route.ts', rule: 'platform-is-the-ground' },
  'apps/server/src/http/auth.ts': { imports: '../modules/audit/index.ts', rule: 'http-stands-on-platform' },
  'apps/server/src/modules/events/index.ts': { imports: '../../compose.ts', rule: 'modules-do-not-compose' },
  'apps/server/src/modules/events/a.ts': { imports: '../agents/repository.ts', rule: 'modules-meet-at-the-door' },
  'apps/server/src/modules/agents/a.ts': { imports: '../events/index.ts', rule: 'floor-agents' },
  'apps/server/src/modules/audit/a.ts': { imports: '../identity/index.ts', rule: 'told-audit' },
  'apps/agent/src/main.ts': { imports: '../../server/src/index.ts', rule: 'agent-reaches-only' },
  'apps/cli/src/main.ts': { imports: '../../server/src/index.ts', rule: 'cli-loads-engines-lazily' },
  'apps/cli/src/b.ts': { imports: '../../../packages/event-store/src/plain.ts', rule: 'cli-reaches-only' },
  'apps/server/src/platform/store.ts': { imports: 'chdb', rule: 'engine-behind-the-driver' },
}

describe('the import rules themselves', () => {
  const temporary: string[] = []
  afterAll(() => Promise.all(temporary.map((directory) => rm(directory, { recursive: true }))))

  const plant = async (): Promise<string> => {
    const directory = await mkdtemp(join(tmpdir(), 'import-rules-'))
    temporary.push(directory)
    const write = async (path: string, text: string) => {
      await mkdir(dirname(join(directory, path)), { recursive: true })
      await writeFile(join(directory, path), text)
    }
    for (const [path, { imports }] of Object.entries(badSample)) {
      await write(path, `import * as other from '${imports}'\nexport const use = other\n`)
    }
    const innocent = ['contract', 'sdk', 'event-store', 'simulator'].map((name) => `packages/${name}/src/plain.ts`)
    const doors = ['agents/index.ts', 'agents/repository.ts', 'audit/index.ts', 'identity/index.ts']
    const others = ['packages/testkit/src/index.ts', 'apps/server/src/http/route.ts']
    for (const path of [...innocent, ...doors.map((door) => `apps/server/src/modules/${door}`), ...others]) {
      await write(path, 'export const plain = 1\n')
    }
    await symlink(join(root, 'node_modules'), join(directory, 'node_modules'))
    return directory
  }

  it('catch every line of a bad sample', async () => {
    const { violations } = await cruise(await plant(), ['apps', 'packages'])
    const caught = new Set(violations.map(({ rule, from }) => `${rule}: ${from}`))
    const missed = Object.entries(badSample)
      .filter(([, { rule }]) => rule !== null)
      .map(([path, { rule }]) => `${rule}: ${path}`)
      .filter((expected) => !caught.has(expected))
    expect(missed).toEqual([])
  }, 120_000)
})
