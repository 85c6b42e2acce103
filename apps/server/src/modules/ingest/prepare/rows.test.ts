import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SpillwayError } from '../../../platform/errors.ts'
import { elementsOf, isDeeperThan, linesOf, type RowPlace } from './rows.ts'

const collect = (split: (bytes: Buffer) => Iterable<RowPlace>, text: string | Uint8Array) => {
  const bytes = Buffer.from(text)
  return [...split(bytes)].map(({ start, end, row }) => ({ row, text: bytes.toString('utf8', start, end) }))
}
const reasonOf = (text: string) => {
  try {
    collect(elementsOf, text)
  } catch (error) {
    return (error as SpillwayError).details.reason
  }
  return null
}

describe('lines', () => {
  it('are numbered from 1, blank ones counted and left out', () => {
    expect(collect(linesOf, '{"a":1}\n\n \t\r\n{"b":2}\r\n')).toEqual([
      { row: 1, text: '{"a":1}' },
      { row: 4, text: '{"b":2}\r' },
    ])
  })

  it('hold any JSON values', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const text = values.map((value) => JSON.stringify(value)).join('\n')
        expect(collect(linesOf, text).map((row) => JSON.parse(row.text))).toEqual(JSON.parse(JSON.stringify(values)))
      }),
    )
  })
})

describe('array elements', () => {
  it('are any JSON values, however the array is laid out', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.integer({ min: 0, max: 4 }), (values, indent) => {
        const rows = collect(elementsOf, ` ${JSON.stringify(values, null, indent)}\n`)
        expect(rows.map((row) => JSON.parse(row.text))).toEqual(JSON.parse(JSON.stringify(values)))
        expect(rows.map(({ row }) => row)).toEqual(values.map((_, index) => index + 1))
      }),
    )
  })

  it('stand alone where a neighbour is broken', () => {
    expect(collect(elementsOf, '[{"a":1}, {"b" 2}, nonsense, {"c":"]"}]').map((row) => row.text)).toEqual([
      '{"a":1}',
      '{"b" 2}',
      'nonsense',
      '{"c":"]"}',
    ])
  })

  it.each([
    ['', 'at byte 0 an array must begin here'],
    ['{"a":1}', 'at byte 0 an array must begin here'],
    ['[{"a":1}', 'at byte 8 the array is not closed'],
    ['[{"a":"x]', 'at byte 9 the array is not closed'],
    ['[', 'at byte 1 the array is not closed'],
    ['[1,', 'at byte 3 the array is not closed'],
    ['[{}] {}', 'at byte 5 nothing may follow the array'],
  ])('are refused as a whole in %j', (text, place) =>
    expect(reasonOf(text)).toBe(`The body is no JSON array: ${place}`),
  )

  it('throw nothing but errors for the client, whatever the bytes', () => {
    const bytes = fc.oneof(fc.uint8Array(), fc.string({ unit: fc.constantFrom(...'[]{},:"\\ 1a\n') }).map(Buffer.from))
    fc.assert(
      fc.property(bytes, (body) => {
        collect(linesOf, body)
        try {
          collect(elementsOf, body)
        } catch (error) {
          expect(error).toBeInstanceOf(SpillwayError)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('depth', () => {
  const nested = (levels: number) => Buffer.from(`${'{"a":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`)
  const isDeep = (bytes: Buffer) => isDeeperThan(bytes, 0, bytes.length, 64)

  it('is measured in arrays and objects', () => expect([nested(64), nested(66)].map(isDeep)).toEqual([false, true]))

  it('ignores brackets in strings', () =>
    expect(isDeep(Buffer.from(JSON.stringify({ a: '[{"'.repeat(100) })))).toBe(false))
})
