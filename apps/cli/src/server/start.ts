import type { Server } from '@spillway/server'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import type { ServeOptions } from './options.ts'

/** Starts a server from flags, environment and file; a setting that cannot be used ends in a clear message. */
export const startConfigured = async (
  { environment }: CliContext,
  { data, config: file, demo: _demo, ...flags }: ServeOptions,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Server> => {
  // The engine comes with the server: a client-only command line never loads it.
  const { readConfig, startServer } = await import('@spillway/server')
  try {
    const sources = { flags: { ...flags, dataDirectory: data, ...more }, environment, ...(file && { file }) }
    return await startServer(readConfig(sources))
  } catch (error) {
    throw explained(error)
  }
}

const explained = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error
  if (error.name === 'ConfigError') return new CliError('usage', error.message)
  const { code, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') return new CliError('unavailable', `Port ${port} is taken`, 'Choose another with --port.')
  if (code === 'EACCES') return new CliError('failure', error.message, 'Is the port below 1024, or --data not yours?')
  return error
}
