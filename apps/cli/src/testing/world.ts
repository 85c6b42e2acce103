import { tmpdir } from 'node:os'
import type { CliContext } from '../context.ts'
import { run } from '../run.ts'

export interface Outcome {
  readonly code: number
  readonly output: string
  readonly errors: string
}

interface World {
  readonly environment?: CliContext['environment']
  readonly input?: string
  readonly terminal?: boolean
  readonly columns?: number
}

const captured = (isTerminal: boolean, columns: number) => {
  const written: Buffer[] = []
  return {
    output: {
      isTerminal,
      columns,
      write: async (text: string | Uint8Array) => {
        written.push(Buffer.from(text as string))
      },
    },
    text: () => Buffer.concat(written).toString('utf8'),
  }
}

/** Runs one command line in a world of its own: captured output, frozen clock, no profile of the user. */
export const spillway = async (words: readonly string[], world: World = {}): Promise<Outcome> => {
  const out = captured(world.terminal ?? false, world.columns ?? 100)
  const err = captured(world.terminal ?? false, world.columns ?? 100)
  const code = await run(words, {
    environment: { SPILLWAY_PROFILE: '/nowhere/profile.json', NO_COLOR: '1', ...world.environment },
    homeDirectory: tmpdir(),
    clock: () => new Date('2026-09-01T12:00:00Z'),
    newId: () => 'id-1',
    input: (async function* () {
      yield Buffer.from(world.input ?? '')
    })(),
    output: out.output,
    errors: err.output,
    stop: new AbortController().signal,
  })
  return { code, output: out.text(), errors: err.text() }
}
