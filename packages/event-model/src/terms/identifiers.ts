import { fieldOf } from '../fields.ts'
import { exportText, joined } from './export.ts'
import { flatSql, type Term, termOver } from './term.ts'

const pairs = (key: string, value: string): string =>
  `arrayMap((k, v) -> if(v = '', '', concat(k, ':', v)), ${key}, ${value})`

/** `x.identifiers` finds a device identifier by its value or by `key:value`; its exported form is the latter. */
const identifiersTerm = (parent: string): Term => {
  const value = fieldOf(`${parent}.identifiers[].value`)
  const key = flatSql(fieldOf(`${parent}.identifiers[].key`))
  const name = `${parent.replace('[]', '')}.identifiers`
  const both = pairs(key, flatSql(value))
  return termOver(value, {
    name,
    version: 'v2',
    list: 'published',
    sql: `arrayConcat(${flatSql(value)}, ${both})`,
    exportSql: joined(both),
    header: name,
  })
}

/** `x.identifier.id` finds a device identifier by its value. */
const identifierIdTerm = (parent: string): Term => {
  const value = fieldOf(`${parent}.identifiers[].value`)
  const name = `${parent.replace('[]', '')}.identifier.id`
  return termOver(value, {
    name,
    version: 'v2',
    list: 'published',
    exportSql: exportText(value, flatSql(value)),
    header: name,
  })
}

// These pairs stand where no row of the field table does, so they bring their positions with them.
const places = [
  { parent: 'source', position: 70 },
  { parent: 'destination', position: 99 },
  { parent: 'file.acquiredFrom[]', position: 140 },
]

/** The terms over device identifiers, which span two leaves, with their positions in the published list. */
export const identifierTerms: readonly { position: number; term: Term }[] = places.flatMap(({ parent, position }) => [
  { position, term: identifiersTerm(parent) },
  { position: position + 1, term: identifierIdTerm(parent) },
])
