import type { TermRank } from '../fields/row.ts'
import { type EventField, fieldOf, fields } from '../fields.ts'
import { exportText } from './export.ts'
import { identifierTerms } from './identifiers.ts'
import { flatSql, type Term, termOver } from './term.ts'

interface Ranked {
  readonly position: number
  readonly term: Term
}

const toTerm = (field: EventField, name: string, list: Term['list']): Term =>
  termOver(field, { name, version: 'v2', list, exportSql: exportText(field, flatSql(field)), header: name })

const ranked = (list: TermRank['list']): Ranked[] =>
  fields.flatMap((field) =>
    field.term?.list === list
      ? [{ position: field.term.position, term: toTerm(field, field.path.replaceAll('[]', ''), list) }]
      : [],
  )

const inOrder = (terms: readonly Ranked[]): Term[] =>
  terms.toSorted((a, b) => a.position - b.position).map(({ term }) => term)

// An old client library leaves the last part away.
const classifications = toTerm(fieldOf('file.classifications[].value'), 'file.classifications', 'alias')

/** v2 terms: the published list in its order, then those it once held, then Spillway's own. */
export const v2Terms: readonly Term[] = [
  ...inOrder([...ranked('published'), ...identifierTerms]),
  ...inOrder(ranked('legacy')),
  ...inOrder(ranked('proposed')),
  classifications,
]
