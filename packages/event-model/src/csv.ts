import { type Term, terms } from './terms/index.ts'
import type { Version } from './types.ts'

/** A column of a CSV export; `sql` is constant text over the event table and yields a String. */
export interface CsvColumn {
  readonly header: string
  readonly sql: string
}

const toColumn = ({ header, exportSql }: Term): CsvColumn => ({ header, sql: exportSql })

// v1 exports show the terms that had a recorded header first.
const v1Order = (all: readonly Term[]): Term[] => [
  ...all.filter(({ header, name }) => header !== name),
  ...all.filter(({ header, name }) => header === name),
]

const allColumns = (version: Version): CsvColumn[] => {
  const published = [...terms[version].values()].filter(({ list }) => list === 'published')
  return (version === 'v1' ? v1Order(published) : published).map(toColumn)
}

const everything: Readonly<Record<Version, readonly CsvColumn[]>> = { v1: allColumns('v1'), v2: allColumns('v2') }

/**
 * Columns of an export: the requested terms in their order, without repeats, or else every published term.
 * Names outside the term list are left out, so callers check them first.
 */
export const csvColumns = (version: Version, requested?: readonly string[]): readonly CsvColumn[] => {
  if (!requested || requested.length === 0) return everything[version]
  return [...new Set(requested)].flatMap((name) => {
    const term = terms[version].get(name)
    return term ? [toColumn(term)] : []
  })
}
