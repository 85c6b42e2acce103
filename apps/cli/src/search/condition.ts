import type { Filter } from '@spillway/sdk'
import { CliError } from '../failure.ts'

const valueForms = {
  IS: 'text',
  IS_NOT: 'text',
  IS_ANY: 'list',
  IS_NONE: 'list',
  GREATER_THAN: 'number',
  LESS_THAN: 'number',
  ON: 'text',
  ON_OR_AFTER: 'text',
  ON_OR_BEFORE: 'text',
  WITHIN_THE_LAST: 'text',
  EXISTS: 'none',
  DOES_NOT_EXIST: 'none',
} as const

type Operator = keyof typeof valueForms

/** Reads `file.name IS *.docx`: a term, an operator and what follows it as value; lists are comma-separated. */
export const parseCondition = (text: string): Filter => {
  const [, term, operator, value = ''] = /^\s*(\S+)\s+(\S+)\s*(.*?)\s*$/s.exec(text) ?? []
  if (!term || !operator) throw invalid(text, "needs a term, an operator and a value, such as 'file.name IS *.docx'")
  const name = operator.toUpperCase()
  if (!isOperator(name)) throw invalid(text, `${operator} is none of ${Object.keys(valueForms).join(', ')}`)
  return { term, operator: name, ...readValue(text, valueForms[name], value) }
}

const isOperator = (name: string): name is Operator => Object.hasOwn(valueForms, name)

const readValue = (text: string, form: (typeof valueForms)[Operator], value: string): { value?: unknown } => {
  if (form === 'none') {
    if (value) throw invalid(text, 'takes no value')
    return {}
  }
  if (!value) throw invalid(text, 'lacks a value')
  if (form === 'list') return { value: value.split(',').map((item) => item.trim()) }
  if (form === 'text') return { value }
  if (Number.isNaN(Number(value))) throw invalid(text, 'needs a number')
  return { value: Number(value) }
}

const invalid = (text: string, reason: string) => new CliError('usage', `--term '${text}': ${reason}`)
