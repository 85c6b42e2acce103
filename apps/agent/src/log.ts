/** The part of a logger the agent uses; pino fits. */
export interface Log {
  readonly info: (facts: object, message: string) => void
  readonly warn: (facts: object, message: string) => void
  readonly error: (facts: object, message: string) => void
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** What to write of an error: its text, never its headers or bodies. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
