import { drainPending, Session } from 'chdb'
import { EventStoreUnavailable } from '../errors.ts'
import { engineCodeOf, engineError } from './engine-errors.ts'

/** Connections to the one data directory of this process, reused one statement after the other. */
export interface SessionPool {
  take(): Session
  giveBack(session: Session): void
  /** Closes them all; the caller has seen to it that none is in use. */
  close(): Promise<void>
}

export function createSessionPool(path: string, engineArguments: readonly string[]): SessionPool {
  const all: Session[] = []
  const open = () => {
    const session = openSession(path, engineArguments)
    all.push(session)
    return session
  }
  const spare = [open()]
  return {
    take: () => spare.pop() ?? open(),
    giveBack: (session) => void spare.push(session),
    async close() {
      for (const session of all) session.close()
      await drainPending()
    },
  }
}

/** The typed error for what the addon threw. */
export function embeddedError(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  return engineError(message, engineCodeOf(message), error)
}

function openSession(path: string, engineArguments: readonly string[]): Session {
  try {
    const session = new Session(path, { connectionArgs: engineArguments })
    // Statement text is measured before the statement's own settings are read.
    session.query('SET max_query_size = 268435456, max_ast_elements = 4000000, max_expanded_ast_elements = 8000000')
    return session
  } catch (error) {
    throw new EventStoreUnavailable(`The event store at ${path} cannot be opened`, { cause: error })
  }
}
