import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { homedir } from 'node:os'
import type { Output } from './context.ts'
import { run } from './run.ts'

const outputOf = (stream: NodeJS.WriteStream): Output => ({
  write: async (text) => {
    if (!stream.write(text)) await once(stream, 'drain')
  },
  isTerminal: stream.isTTY ?? false,
  columns: stream.columns || 100,
})

// A reader such as `head` that has seen enough closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second signal means now.
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
  })
}

const restart = (environment: NodeJS.ProcessEnv) =>
  process.execve?.(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], environment)

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  homeDirectory: homedir(),
  clock: () => new Date(),
  newId: randomUUID,
  input: process.stdin,
  output: outputOf(process.stdout),
  errors: outputOf(process.stderr),
  stop: stop.signal,
  ...(process.platform === 'linux' && { restart }),
})
