import { type V1Field, v1Fields } from '../v1/index.ts'
import { exportText, plainTime } from './export.ts'
import { flatSql, type Term, termOver } from './term.ts'

const fileTimes = new Set(['createTimestamp', 'modifyTimestamp'])

const toTerm = (field: V1Field, name: string): Term =>
  termOver(field, {
    name,
    version: 'v1',
    list: 'published',
    exportSql: fileTimes.has(name) ? plainTime(field.sql) : exportText(field, flatSql(field)),
    header: field.header ?? name,
  })

const ranked = v1Fields.flatMap((field) =>
  field.term ? [{ position: field.term.position, term: toTerm(field, field.term.name) }] : [],
)

/** The v1 terms in the order of their list. */
export const v1Terms: readonly Term[] = ranked.toSorted((a, b) => a.position - b.position).map(({ term }) => term)
