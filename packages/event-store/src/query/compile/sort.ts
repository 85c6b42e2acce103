import type { Term } from '@spillway/event-model'
import type { Sorting } from '../parse/sorting.ts'
import type { CompiledFilter, CompiledSort, SortPosition } from '../types.ts'

type Form = Pick<CompiledSort, 'value' | 'nullable' | 'positionSql' | 'restoreSql'>

const textForm = ({ sql }: Term): Form => {
  const value = `nullIf(lowerUTF8(toString(${sql})), '')`
  return { value, nullable: true, positionSql: value, restoreSql: '{after_value:String}' }
}

// The store fills these columns always.
const alwaysPresent = new Set([
  '@timestamp',
  'event.ingested',
  'event.inserted',
  'eventTimestamp',
  'insertionTimestamp',
])

// Ids are opaque: only that their order is total and steady matters, and unfolded it costs no computation.
const idForm: Form = { value: 'event_id', nullable: false, positionSql: 'event_id', restoreSql: '{after_value:String}' }

const timeForm = ({ sql, digits, name }: Term): Form => {
  const unit = digits === 3 ? 'Milli' : 'Micro'
  return {
    value: sql,
    nullable: !alwaysPresent.has(name),
    positionSql: `toString(toUnixTimestamp64${unit}(${sql}))`,
    restoreSql: `fromUnixTimestamp64${unit}({after_value:Int64}, 'UTC')`,
  }
}

// Ascending by the least, descending by the greatest of several numbers, so that an event stands where it comes first.
const numberForm = ({ sql, multi }: Term, direction: Sorting['direction']): Form => {
  const extreme = direction === 'ASC' ? 'arrayMin' : 'arrayMax'
  const numbers = `arrayFilter(x -> isNotNull(x), ${sql})`
  const value = multi ? `if(empty(${numbers}), NULL, toNullable(${extreme}(${numbers})))` : sql
  return { value, nullable: true, positionSql: `toString(${value})`, restoreSql: '{after_value:Int64}' }
}

const booleanForm = ({ sql }: Term): Form => ({
  value: `toUInt8(${sql})`,
  nullable: true,
  positionSql: `toString(toUInt8(${sql}))`,
  restoreSql: '{after_value:UInt8}',
})

const formOf = ({ term, direction }: Sorting): Form => {
  if (term.valueClass === 'timestamp') return timeForm(term)
  if (term.valueClass === 'number') return numberForm(term, direction)
  if (term.sql === 'event_id') return idForm
  return term.valueClass === 'boolean' ? booleanForm(term) : textForm(term)
}

/** Order of a search or an export. */
export const compileSort = (sorting: Sorting): CompiledSort => {
  const form = formOf(sorting)
  const { direction } = sorting
  return {
    ...form,
    term: sorting.term.name,
    direction,
    orderBy: `${form.value} ${direction}${form.nullable ? ' NULLS LAST' : ''}, event_id ASC`,
  }
}

/** Condition for the events that come after a position. The plain bound before the exact one lets indexes prune. */
export const afterPosition = (sort: CompiledSort, { value, id }: SortPosition): CompiledFilter => {
  const next = 'event_id > {after_id:String}'
  if (value === null) return { where: `(isNull(${sort.value}) AND ${next})`, parameters: { after_id: id } }
  const sign = sort.direction === 'ASC' ? '>' : '<'
  const { value: sql, restoreSql: position } = sort
  const beyond = `(${sql} ${sign}= ${position} AND (${sql} ${sign} ${position} OR ${next}))`
  const where = sort.nullable ? `(isNull(${sql}) OR ${beyond})` : beyond
  return { where, parameters: { after_value: value, after_id: id } }
}
