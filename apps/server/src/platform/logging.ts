import { type Logger, pino } from 'pino'

export type { Logger }

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

export type LogLevel = (typeof logLevels)[number]

/** JSON lines on standard error, so that standard output stays free for what a command prints. */
export const createLogger = (level: LogLevel, clock: () => Date): Logger =>
  pino(
    { level, base: null, timestamp: () => `,"time":"${clock().toISOString()}"`, redact: ['*.password', '*.secret'] },
    pino.destination({ dest: 2, sync: false }),
  )
