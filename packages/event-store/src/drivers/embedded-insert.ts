import { rmSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Session } from 'chdb'
import { stringLiteral } from './bound-text.ts'
import type { Settings } from './driver.ts'
import { withSettingsClause } from './settings.ts'

/** From so many bytes on, rows go through a file: the engine parses files on every core, bytes handed over on one. */
const fileBytes = 1024 * 1024

const parallelParsing = { min_chunk_bytes_for_parallel_parsing: 1024 * 1024 } as const

/** Inserts JSONEachRow bytes, each time as one block. */
export interface EmbeddedInserter {
  insert(table: string, body: Uint8Array, settings: Settings): Promise<void>
}

/** `directory` holds the rows of the insert under way, readable for this user alone. */
export function createEmbeddedInserter(session: Session, directory: string): EmbeddedInserter {
  const file = join(directory, 'rows.jsonl')
  // A process that was killed may have left one.
  rmSync(file, { force: true })

  const insertThroughFile = async (table: string, body: Uint8Array, settings: Settings) => {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    try {
      await writeFile(file, body, { mode: 0o600 })
      await session.queryAsync(fromFile(table, file, { ...settings, ...parallelParsing }))
    } finally {
      await rm(file, { force: true })
    }
  }

  return {
    async insert(table, body, settings) {
      if (body.byteLength >= fileBytes) await insertThroughFile(table, body, settings)
      else await session.insert({ table, values: body, format: 'JSONEachRow', settings: { ...settings } })
    },
  }
}

function fromFile(table: string, file: string, settings: Settings): string {
  const insert = `INSERT INTO ${table} FROM INFILE ${stringLiteral(file)}`
  return `${withSettingsClause(insert, settings)} FORMAT JSONEachRow`
}
