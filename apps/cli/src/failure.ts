import { SpillwayApiError, SpillwayClientError, SpillwayConnectionError } from '@spillway/sdk'
import { CommanderError } from 'commander'
import type { ExitReason } from './exit-codes.ts'

/** A failure a command foresaw, with what to do about it. */
export class CliError extends Error {
  override name = 'CliError'
  readonly reason: ExitReason
  readonly hint: string | undefined

  constructor(reason: ExitReason, message: string, hint?: string) {
    super(message)
    this.reason = reason
    this.hint = hint
  }
}

export interface Failure {
  readonly reason: ExitReason
  /** Null when everything to say was said already. */
  readonly message: string | null
  readonly hint?: string | undefined
}

/** What a thrown value means for the person at the terminal. */
export const failureOf = (error: unknown, stopped: boolean): Failure => {
  if (error instanceof CliError) return { reason: error.reason, message: error.message, hint: error.hint }
  if (error instanceof CommanderError) return { reason: error.exitCode === 0 ? 'ok' : 'usage', message: null }
  if (stopped) return { reason: 'interrupted', message: 'Stopped' }
  if (error instanceof SpillwayApiError) return apiFailure(error)
  if (error instanceof SpillwayConnectionError) {
    return { reason: 'unavailable', message: error.message, hint: 'Is the server running, and is --server right?' }
  }
  if (error instanceof SpillwayClientError) return { reason: 'usage', message: error.message }
  return systemFailure(error)
}

const reasonByStatus: Readonly<Record<number, ExitReason>> = {
  400: 'usage',
  401: 'authentication',
  403: 'authentication',
  404: 'notFound',
  429: 'unavailable',
  503: 'unavailable',
}

const hintByStatus: Readonly<Record<number, string>> = {
  401: 'Check the client id and secret; `spillway login` keeps a working pair.',
  403: 'This API client lacks the permission; `spillway api-clients create` makes one that has it.',
}

const apiFailure = (error: SpillwayApiError): Failure => ({
  reason: reasonByStatus[error.status] ?? 'failure',
  message: [error.message, ...error.problems.map(describeProblem)].join('\n  '),
  hint: hintByStatus[error.status],
})

const describeProblem = (problem: unknown): string => {
  const { type, description, badFilter } = problem as Record<string, unknown>
  return [type, description, badFilter && JSON.stringify(badFilter)].filter(Boolean).join(' ')
}

const systemFailure = (error: unknown): Failure => {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: '' }
  if (code === 'ENOENT') return { reason: 'notFound', message: message || String(error) }
  return { reason: 'failure', message: message || String(error) }
}
