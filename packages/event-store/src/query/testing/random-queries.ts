import { type Term, terms, type Version } from '@spillway/event-model'
import fc from 'fast-check'
import type { PlainFilter, PlainNode, PlainQuery } from './naive-evaluator.ts'
import { vocabularyOf } from './random-events.ts'

const clause = fc.constantFrom('AND', 'OR')

/** Ways a client may write a text that it knows. */
const spellings = (text: string): string[] => {
  const characters = [...text]
  const part = (start: number, end?: number) => characters.slice(start, end).join('')
  return [
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    `${text}*`,
    `${part(0, 2)}*`,
    `*${part(-4)}`,
    `*${part(1, 3)}*`,
    `${part(0, 1)}*${part(-2)}`,
    `?${part(1)}`,
    text.replace(/[*?\\]/g, '\\$&'),
    text.replaceAll('/', '\\'),
  ]
}

const soughtText = (term: Term): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: vocabularyOf(term).chain((value) => fc.constantFrom(...spellings(String(value)))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '*',
        '**',
        '?',
        '??*',
        '\\',
        '\\\\',
        '',
        '%',
        '_',
        '*\\*',
        'MODIFIED',
        'CREATED',
        'FILE',
        'TRUE',
        'OutsideTrustedDomains',
        'CloudStorage',
        'md5Checksum',
      ),
    },
    {
      weight: 1,
      arbitrary: fc.string({ unit: fc.constantFrom('a', 'X', '*', '?', '\\', '_', '%', 'ä', '/'), maxLength: 5 }),
    },
  )

const soughtNumber = fc.constantFrom(0, 1, 5, 6, 100, -3, '7', '100', 2_000_000_000, 9e18)
const soughtBoolean = fc.constantFrom(true, false, 'TRUE', 'false')
const soughtTime = fc.constantFrom(
  '2024-05-01T00:00:00.000Z',
  '2024-05-01T23:59:59.999Z',
  '2024-05-02T00:00:00Z',
  '2024-05-02T12:00:00.50Z',
  '2024-06-30T23:59:59.59Z',
  '2024-05-02T00:00:00.000010Z',
  '2024-05-01',
  '2024-05-02',
)

const soughtFor = (term: Term): fc.Arbitrary<unknown> => {
  if (term.valueClass === 'number') return soughtNumber
  return term.valueClass === 'boolean' ? soughtBoolean : soughtText(term)
}

const valueFor = (term: Term, operator: string): fc.Arbitrary<unknown> => {
  switch (operator) {
    case 'EXISTS':
    case 'DOES_NOT_EXIST':
      return fc.constantFrom(null, undefined)
    case 'IS_ANY':
    case 'IS_NONE':
      return fc.array(soughtFor(term), { minLength: 1, maxLength: 4 })
    case 'ON':
      return fc.constantFrom('2024-05-01', '2024-05-02', '1999-12-31')
    case 'ON_OR_AFTER':
    case 'ON_OR_BEFORE':
      return soughtTime
    case 'WITHIN_THE_LAST':
      return fc.constantFrom('P1D', 'PT3H', 'P14D', 'P2W', 'P90D', 'PT15M')
    default:
      return soughtFor(term)
  }
}

const filterArbitrary = (version: Version): fc.Arbitrary<PlainFilter> =>
  fc
    .constantFrom(...terms[version].values())
    .chain((term) => fc.constantFrom(...term.operators).map((operator) => ({ term, operator })))
    .chain(({ term, operator }) => valueFor(term, operator).map((value) => ({ term: term.name, operator, value })))

const groupArbitrary = (version: Version): fc.Arbitrary<PlainNode> =>
  fc.record({ filters: fc.array(filterArbitrary(version), { minLength: 1, maxLength: 3 }), filterClause: clause })

const nodeArbitrary = (version: Version, depth: number): fc.Arbitrary<PlainNode> => {
  if (depth === 0) return groupArbitrary(version)
  const subgroups = fc.array(nodeArbitrary(version, depth - 1), { minLength: 1, maxLength: 2 })
  return fc.oneof(
    { weight: 4, arbitrary: groupArbitrary(version) },
    { weight: 1, arbitrary: fc.record({ subgroups, subgroupClause: clause }) },
  )
}

/** Random well-formed queries over all terms and operators of a version. */
export const queryArbitrary = (version: Version): fc.Arbitrary<PlainQuery> =>
  fc.record({ groups: fc.array(nodeArbitrary(version, 2), { minLength: 1, maxLength: 3 }), groupClause: clause })
