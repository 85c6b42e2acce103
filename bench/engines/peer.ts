import { eventColumns } from '@spillway/event-model'
import { copiesOf, shiftedColumns } from '../data/multiply.ts'
import type { PeerName } from '../peers-questions.ts'

/** A database with the same rows, asked the same questions. */
export interface Peer {
  /** Makes the table with its indexes and loads the rows. */
  load(files: readonly string[], events: number): Promise<void>
  /** Bytes of table and indexes on disk. */
  diskBytes(): Promise<number>
  /** Runs a query and reads all its rows. */
  ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  close(): Promise<void>
}

interface Types {
  readonly scalars: Readonly<Record<string, string>>
  /** Type of an array of arrays. */
  readonly nested: (inner: string) => string
}

const types: Readonly<Record<PeerName, Types>> = {
  postgresql: {
    scalars: { String: 'text', Bool: 'boolean', Int32: 'integer', Int64: 'bigint', UInt32: 'bigint', UInt64: 'bigint' },
    nested: () => 'jsonb',
  },
  duckdb: {
    scalars: {
      String: 'VARCHAR',
      Bool: 'BOOLEAN',
      Int32: 'INTEGER',
      Int64: 'BIGINT',
      UInt32: 'BIGINT',
      UInt64: 'BIGINT',
    },
    nested: (inner) => `${inner}[][]`,
  },
}

/** Every column of the event table with the type a team would give it. */
export const peerColumns = (peer: PeerName): { name: string; type: string }[] =>
  eventColumns.map(({ name, type }) => ({ name, type: translate(types[peer], type) }))

const translate = (peer: Types, type: string): string => {
  const bare = type.replace(/(LowCardinality|Nullable)\(/g, '(')
  const depth = bare.split('Array').length - 1
  const scalar = bare.replace(/Array|[()]/g, '').replace(/DateTime64.*/, 'DateTime64')
  const inner = scalar === 'DateTime64' ? 'timestamp' : peer.scalars[scalar]
  if (!inner) throw new Error(`No peer type for ${type}`)
  if (depth === 0) return inner
  return depth === 1 ? `${inner}[]` : peer.nested(inner)
}

/** Statements that make the copies of the base rows inside the peer. */
export const copyStatements = (peer: PeerName, events: number): string[] => {
  const names = eventColumns.map(({ name }) => name)
  return copiesOf(events)
    .slice(1)
    .map(({ copy, rows }) => {
      const later = `+ INTERVAL '${copy * 7_919} milliseconds'`
      const sha256 = peer === 'duckdb' ? `sha256(file_hash_sha256 || '${copy}')` : pgSha256(copy)
      const change = {
        seq: `seq + ${copy} * 1000000`,
        event_id: `event_id || '-${copy}'`,
        timestamp: `timestamp ${later}`,
        event_ingested: `event_ingested ${later}`,
        event_inserted: `event_inserted ${later}`,
        file_hash_md5: `md5(file_hash_md5 || '${copy}')`,
        file_hash_sha256: sha256,
      }
      return `INSERT INTO ev SELECT ${shiftedColumns(names, change)} FROM ev WHERE seq <= ${rows}`
    })
}

const pgSha256 = (copy: number) => `encode(sha256((file_hash_sha256 || '${copy}')::bytea), 'hex')`
