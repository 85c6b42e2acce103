import { ImportedAgent, ImportedUser } from '@spillway/contract'
import type { ImportReceipt, SpillwayClient } from '@spillway/sdk'

export type Row = Readonly<Record<string, unknown>>

/** One way through the file: what of each row is sent, and how. Null leaves a row out. */
export interface Pass {
  readonly shape: (row: Row) => Row | null
  readonly send: (client: SpillwayClient, rows: readonly Row[], signal: AbortSignal) => Promise<ImportReceipt>
}

/** What can be imported. */
export interface ImportKind {
  readonly name: 'users' | 'agents'
  readonly key: string
  /** What makes two keys the same. */
  readonly sameKey: (key: string) => string
  readonly columns: readonly string[]
  readonly passes: readonly Pass[]
}

const patience = { timeout: 120_000 }

/** People first, then who manages whom: managers may stand anywhere in the file. */
export const userImport: ImportKind = {
  name: 'users',
  key: 'userName',
  sameKey: (name) => name.normalize('NFC').toLowerCase(),
  columns: Object.keys(ImportedUser.shape),
  passes: [
    {
      shape: ({ manager: _, ...row }) => row,
      send: (client, rows, signal) => client.imports.users(rows, { signal, ...patience }),
    },
    {
      shape: ({ userName, manager }) => (manager === undefined ? null : { userName, manager }),
      send: (client, rows, signal) => client.imports.users(rows, { mode: 'update', signal, ...patience }),
    },
  ],
}

export const agentImport: ImportKind = {
  name: 'agents',
  key: 'guid',
  sameKey: (guid) => guid,
  columns: Object.keys(ImportedAgent.shape),
  passes: [
    { shape: (row) => row, send: (client, rows, signal) => client.imports.agents(rows, { signal, ...patience }) },
  ],
}
