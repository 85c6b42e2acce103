import { createHash } from 'node:crypto'
import { type EntryAction, keyOf, type TrustEntry, type TrustType } from '@spillway/detection'
import type { Caller } from '../../http/index.ts'
import { refused } from './refusals.ts'
import type { TrustedActivityParts, TrustedActivityRow } from './repository.ts'

const longestDescription = 250
const longestValue = 1_024
const unstorable = /[\0\p{Cs}]/u

/** What the entry says, apart from who said it. */
export interface Definition {
  readonly type: TrustType
  readonly value: string
  readonly description: string | null
  readonly isHighValueSource: boolean
  readonly actions: readonly EntryAction[]
}

/** Row of a definition as changed by a caller; refuses values and descriptions that cannot be. */
export const partsOf = (definition: Definition, caller: Caller, at: Date): TrustedActivityParts => ({
  type: definition.type,
  ...valueColumns(definition),
  description: checkedDescription(definition.description),
  is_high_value_source: definition.isHighValueSource ? 1 : 0,
  actions: JSON.stringify(definition.actions),
  principal_type: principalTypes[caller.kind],
  principal_id: caller.id,
  principal_name: caller.name,
  updated_at: at.toISOString(),
})

const principalTypes = { user: 'USER', 'api-client': 'API_KEY', agent: 'DEVICE' } as const

const valueColumns = ({ type, value }: Definition) => {
  const text = value.trim()
  if (text.length > longestValue) throw refused('value', `is longer than ${longestValue} characters`)
  const keyed = unstorable.test(text)
    ? ({ ok: false, reason: 'holds unreadable characters' } as const)
    : keyOf(type, text)
  if (!keyed.ok) throw refused('value', keyed.reason, 'INVALID_CHARACTERS_IN_VALUE')
  return { value: text, value_hash: createHash('sha256').update(keyed.key).digest('hex') }
}

const checkedDescription = (description: string | null): string | null => {
  if (description === null || description === '') return null
  if ([...description].length > longestDescription)
    throw refused('description', `is longer than ${longestDescription} characters`, 'DESCRIPTION_TOO_LONG')
  if (unstorable.test(description)) throw refused('description', 'holds unreadable characters')
  return description
}

/** What a row says. */
export const definitionOf = (row: TrustedActivityRow): Definition => ({
  type: row.type as TrustType,
  value: row.value,
  description: row.description,
  isHighValueSource: row.is_high_value_source === 1,
  actions: JSON.parse(row.actions) as EntryAction[],
})

/** What events are compared with. */
export const entryOf = (row: TrustedActivityRow): TrustEntry => {
  const { type, value, isHighValueSource, actions } = definitionOf(row)
  return { type, value, isHighValueSource, actions }
}
