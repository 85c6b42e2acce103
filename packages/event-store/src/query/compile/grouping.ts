import type { Term, Version } from '@spillway/event-model'
import type { CompiledGrouping } from '../types.ts'

type Form = Pick<CompiledGrouping, 'key' | 'present' | 'value'>

const each = (term: Term, distinct: string): string => (term.multi ? `arrayJoin(arrayDistinct(${distinct}))` : term.sql)

// v2 shows values in lower case, v1 as they were stored. Folding the few distinct values is cheaper than every row;
// several values of one event must be folded before they are told apart.
const textForm = (term: Term, version: Version): Form => {
  const isFolded = version === 'v2' && term.valueClass !== 'address'
  const values = isFolded ? `arrayMap(x -> lowerUTF8(toString(x)), ${term.sql})` : term.sql
  return { key: each(term, values), present: "k != ''", value: isFolded ? 'lowerUTF8(toString(k))' : 'toString(k)' }
}

const numberForm = (term: Term): Form => ({
  key: each(term, term.sql),
  present: 'isNotNull(k)',
  value: 'toString(assumeNotNull(k))',
})

const booleanForm = ({ sql }: Term): Form => ({ key: sql, present: 'isNotNull(k)', value: "if(k, 'true', 'false')" })

/** How the values of a term form groups. */
export const groupingForm = (term: Term, version: Version): Form => {
  if (term.valueType === 'string') return textForm(term, version)
  return term.valueType === 'boolean' ? booleanForm(term) : numberForm(term)
}
