import { tmpdir } from 'node:os'
import type { CliContext } from '../context.ts'
import { run } from '../run.ts'

export interface Outcome {
  readonly code: number
  readonly output: string
  readonly errors: string
}

interface WorldOptions {
  readonly environment?: CliContext['environment']
  readonly input?: string
  readonly terminal?: boolean
  readonly columns?: number
  readonly clock?: () => Date
  readonly stop?: AbortSignal
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

/** A world of its own for one command: captured output, frozen clock, no profile of the user. */
export const createWorld = (options: WorldOptions = {}) => {
  const { terminal = false, columns = 100 } = options
  const [out, err] = [captured(terminal, columns), captured(terminal, columns)]
  let ids = 0
  const context: CliContext = {
    environment: { SPILLWAY_PROFILE: '/nowhere/profile.json', NO_COLOR: '1', ...options.environment },
    homeDirectory: tmpdir(),
    clock: options.clock ?? (() => new Date('2026-09-01T12:00:00Z')),
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    input: (async function* () {
      yield Buffer.from(options.input ?? '')
    })(),
    output: out.output,
    errors: err.output,
    stop: options.stop ?? new AbortController().signal,
  }
  return { context, output: out.text, errors: err.text }
}

/** Runs one command line in a world of its own. */
export const spillway = async (words: readonly string[], options: WorldOptions = {}): Promise<Outcome> => {
  const { context, output, errors } = createWorld(options)
  const code = await run(words, context)
  return { code, output: output(), errors: errors() }
}
