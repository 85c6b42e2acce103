import { appendFile, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'

export interface Failure {
  readonly line: number
  readonly key: string
  readonly field: string
  readonly reason: string
}

/** How far an import has come. */
export interface Progress {
  readonly fingerprint: string
  pass: number
  /** Rows of this pass that are settled. */
  rows: number
  created: number
  updated: number
  unchanged: number
  /** Lines that failed; later passes leave them out. */
  failedLines: number[]
  /** Bytes of the report that belong to what is settled. */
  reportBytes: number
}

export interface Journal {
  readonly progress: Progress
  readonly isResumed: boolean
  /** Settles rows: the report first, then how far the import is. What comes after a stop between the two is cut off. */
  settle(change: Partial<Progress>, failures: readonly Failure[]): Promise<void>
  finish(): Promise<void>
}

const header = 'line,key,field,reason\n'

/** Opens the journal of an import, or begins one. A journal of a file that changed since is of no use. */
export const openJournal = async (
  path: string,
  report: string,
  fingerprint: string,
  fresh: boolean,
): Promise<Journal> => {
  const kept = fresh ? null : await readKept(path, report, fingerprint)
  const progress: Progress = kept ?? {
    ...{ fingerprint, pass: 0, rows: 0, created: 0, updated: 0, unchanged: 0 },
    ...{ failedLines: [], reportBytes: header.length },
  }
  if (kept) await truncate(report, kept.reportBytes)
  else await writeFile(report, header)
  const save = async () => {
    await writeFile(`${path}.new`, JSON.stringify(progress))
    await rename(`${path}.new`, path)
  }
  return {
    progress,
    isResumed: kept !== null,
    async settle(change, failures) {
      const text = failures.map(lineOf).join('')
      if (text !== '') await appendFile(report, text)
      Object.assign(progress, change)
      progress.reportBytes += Buffer.byteLength(text)
      progress.failedLines.push(...failures.map(({ line }) => line))
      await save()
    },
    finish: () => rm(path, { force: true }),
  }
}

/** A journal of this file whose report is there as well; a broken one is of no use. */
const readKept = async (path: string, report: string, fingerprint: string): Promise<Progress | null> => {
  try {
    const kept = JSON.parse(await readFile(path, 'utf8')) as Progress
    const isWhole = (await stat(report)).size >= kept.reportBytes
    return isWhole && kept.fingerprint === fingerprint ? kept : null
  } catch {
    return null
  }
}

const lineOf = ({ line, key, field, reason }: Failure): string =>
  `${[String(line), key, field, reason].map(quoted).join(',')}\n`

/** Quoted where CSV needs it; a sign that a spreadsheet would take for a formula is defused. */
const quoted = (cell: string): string => {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
