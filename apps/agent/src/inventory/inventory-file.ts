import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { replaceFile } from '../spool/files.ts'
import type { FileIdentity } from './observation.ts'

export interface InventoryHeader {
  /** Number of the last event this snapshot takes in. */
  readonly through: number
  /** Watched folders whose content it covers. */
  readonly roots: readonly string[]
}

type Row = readonly [path: string, inode: number, size: number, modified: number]

const rowsPerWrite = 1_000

/** Writes the snapshot as a whole. Returns its size in bytes. */
export const writeInventory = async (
  path: string,
  header: InventoryHeader,
  entries: Iterable<[string, FileIdentity]>,
): Promise<number> => {
  await replaceFile(path, async (handle) => {
    let lines = [JSON.stringify(header)]
    for (const [file, { inode, size, modified }] of entries) {
      lines.push(JSON.stringify([file, inode, size, modified] satisfies Row))
      if (lines.length < rowsPerWrite) continue
      await handle.write(`${lines.join('\n')}\n`)
      lines = []
    }
    await handle.write(`${lines.join('\n')}\n`)
  })
  return (await stat(path)).size
}

/** Reads a snapshot row by row into `each`. Null when there is none yet. */
export const readInventory = async (
  path: string,
  each: (path: string, identity: FileIdentity) => void,
): Promise<InventoryHeader | null> => {
  if (!(await stat(path).catch(() => null))) return null
  let header: InventoryHeader | null = null
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue
    const row = JSON.parse(line) as InventoryHeader | Row
    if (!isRow(row)) header = row
    else each(row[0], { inode: row[1], size: row[2], modified: row[3] })
  }
  return header
}

const isRow = (row: InventoryHeader | Row): row is Row => Array.isArray(row)
