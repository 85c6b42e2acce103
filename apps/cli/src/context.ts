/** Where a command writes. Resolves when there is room for more. */
export interface Output {
  write(text: string | Uint8Array): Promise<void>
  readonly isTerminal: boolean
  /** Width in characters. */
  readonly columns: number
}

/** What a command takes from the world; `main.ts` hands in the real one, tests their own. */
export interface CliContext {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly homeDirectory: string
  readonly clock: () => Date
  readonly newId: () => string
  readonly input: AsyncIterable<Uint8Array>
  readonly output: Output
  readonly errors: Output
  /** Aborted when the user asks to stop (Ctrl-C, SIGTERM). */
  readonly stop: AbortSignal
  /** Begins this process anew under its id, with another environment. Absent where the system cannot, and in tests. */
  readonly restart?: (environment: CliContext['environment']) => void
}
