import { expect, it } from 'vitest'
import {
  cefKeys,
  csvColumns,
  fieldOf,
  fields,
  fileEventInputSchema,
  fileEventSchema,
  parseFileEvent,
  terms,
  v1Fields,
} from '../index.ts'

it('keeps the published order of terms', () => {
  expect([...terms.v2.keys()].slice(0, 5)).toEqual([
    '@timestamp',
    'event.id',
    'event.inserted',
    'event.ingested',
    'event.action',
  ])
  expect([...terms.v2.keys()].slice(97, 101)).toEqual([
    'destination.remoteHostname',
    'destination.identifiers',
    'destination.identifier.id',
    'process.executable',
  ])
  expect([...terms.v2.keys()][146]).toBe('git.repositoryEndpointPath')
  expect([...terms.v1.keys()].slice(-2)).toEqual(['reportType', 'reportId'])
})

it('gives each position of a list once', () => {
  const positions = fields.flatMap(({ term }) => (term ? [`${term.list} ${term.position}`] : []))
  expect(new Set(positions).size).toBe(positions.length)
  const v1Positions = v1Fields.flatMap(({ term }) => (term ? [term.position] : []))
  expect(v1Positions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 88 }, (_, index) => index + 1))
})

it('finds every leaf by a term, but for keys of identifiers', () => {
  const searched = new Set([...terms.v2.values()].map(({ path }) => path))
  expect(fields.map(({ path }) => path).filter((path) => !searched.has(path))).toEqual([
    'file.acquiredFrom[].identifiers[].key',
    'source.identifiers[].key',
    'destination.identifiers[].key',
  ])
})

it('allows operators by value class', () => {
  const operatorsOf = (name: string) => [...(terms.v2.get(name)?.operators ?? [])].join(' ')
  expect(operatorsOf('file.name')).toBe('IS IS_NOT IS_ANY IS_NONE EXISTS DOES_NOT_EXIST')
  expect(operatorsOf('risk.score')).toBe('IS IS_NOT IS_ANY IS_NONE GREATER_THAN LESS_THAN EXISTS DOES_NOT_EXIST')
  expect(operatorsOf('@timestamp')).toBe('ON ON_OR_AFTER ON_OR_BEFORE WITHIN_THE_LAST EXISTS DOES_NOT_EXIST')
  expect(operatorsOf('risk.trusted')).toBe('IS IS_NOT EXISTS DOES_NOT_EXIST')
})

it('heads the 67 recorded v1 columns by their recorded names, the others by their terms', () => {
  const headers = csvColumns('v1').map(({ header }) => header)
  expect(headers.slice(37, 41)).toEqual(['Tab URL', 'Table Titles', 'Tab URLs', 'Removable Media Vendor'])
  expect(headers.slice(66, 69)).toEqual(['Destination Name', 'tabTitleErrors', 'tabUrlErrors'])
  expect(csvColumns('v2', ['file.name', 'nope', 'file.name']).map(({ header }) => header)).toEqual(['file.name'])
})

it('knows the keys of the common event format', () => {
  expect(cefKeys.v1.size).toBe(34)
  expect(cefKeys.v1.get('sharedWith[].cloudUsername')).toBe('duser')
  expect(cefKeys.v2.get('event.id')).toBe('externalId')
})

it('describes whole and sparse events that the parser agrees with', () => {
  const input = { file: { name: 'a' }, source: { tabs: [{ url: 'u' }] } }
  expect(fileEventInputSchema.safeParse(input).error).toBeUndefined()
  const result = parseFileEvent({ ...input, event: { id: '1', ingested: '2024-01-01T00:00:00Z' } })
  if (!result.ok) throw new Error('refused')
  expect(fileEventSchema.safeParse(result.event).error).toBeUndefined()
})

it('refuses a path outside the table', () => expect(() => fieldOf('file.nope')).toThrow('file.nope'))
