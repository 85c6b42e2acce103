import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SpillwayError } from '../../../platform/errors.ts'
import { decode } from './decode.ts'
import { readUtf8 } from './utf8.ts'

const megabyte = 1024 * 1024
const compressors = { gzip: gzipSync, zstd: zstdCompressSync } as const
const encodings = Object.keys(compressors) as (keyof typeof compressors)[]

const failure = (work: () => unknown): SpillwayError => {
  try {
    work()
  } catch (error) {
    if (error instanceof SpillwayError) return error
    throw error
  }
  throw new Error('Nothing was thrown')
}

it("knows no encoding by the name of an object's own method", () => {
  for (const encoding of ['constructor', '__proto__', 'toString'])
    expect(failure(() => decode(Buffer.from('{}'), encoding, megabyte)).code).toBe('UNSUPPORTED_MEDIA_TYPE')
})

describe.each(encodings)('%s', (encoding) => {
  const compress = compressors[encoding]

  it('is undone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
        expect(decode(compress(bytes), encoding, megabyte).equals(bytes)).toBe(true)
      }),
    )
  })

  it('is refused where it is cut off', () => {
    const whole = compress(Buffer.from('one event and another'.repeat(100)))
    for (let length = 0; length < whole.length; length++) {
      const error = failure(() => decode(whole.subarray(0, length), encoding, megabyte))
      expect(error.code).toBe('MALFORMED_REQUEST')
      expect(error.details.reason).toBe(`The ${encoding} stream is cut off`)
    }
  })

  it('is refused where it is no such stream', () => {
    const error = failure(() => decode(Buffer.from('{"event":{}}'), encoding, megabyte))
    expect(error.code).toBe('MALFORMED_REQUEST')
    expect(error.details.reason).toContain(`The ${encoding} stream is damaged`)
  })

  it('stops at the limit, however much a small body promises', () => {
    const bomb = compress(Buffer.alloc(64 * megabyte))
    expect(bomb.length).toBeLessThan(100_000)
    expect(failure(() => decode(bomb, encoding, megabyte)).code).toBe('PAYLOAD_TOO_LARGE')
  })

  it('leaves nothing out when more follows the first stream', () => {
    const two = Buffer.concat([compress(Buffer.from('one\n')), compress(Buffer.from('two\n'))])
    const outcome =
      encoding === 'gzip'
        ? decode(two, encoding, megabyte).toString()
        : failure(() => decode(two, encoding, megabyte)).code
    expect(outcome).toBe(encoding === 'gzip' ? 'one\ntwo\n' : 'MALFORMED_REQUEST')
  })

  it('throws nothing but errors for the client, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(200), (bytes, at) => {
        const damaged = Buffer.concat([compress(Buffer.from('x'.repeat(300))).subarray(0, at), bytes])
        for (const body of [bytes, damaged]) {
          try {
            decode(body, encoding, megabyte)
          } catch (error) {
            expect(error).toBeInstanceOf(SpillwayError)
          }
        }
      }),
    )
  })
})

describe('decode', () => {
  it('refuses other encodings', () => {
    const error = failure(() => decode(deflateSync(Buffer.from('{}')), 'deflate', megabyte))
    expect([error.code, error.details.field]).toEqual(['UNSUPPORTED_MEDIA_TYPE', 'header.content-encoding'])
  })

  it('holds plain bodies to the same limit', () => {
    expect(failure(() => decode(Buffer.alloc(11), 'identity', 10)).code).toBe('PAYLOAD_TOO_LARGE')
    expect(decode(Buffer.alloc(10), 'identity', 10)).toHaveLength(10)
  })
})

describe('UTF-8', () => {
  const badByte = (bytes: Buffer) => Number(/byte (\d+)/.exec(failure(() => readUtf8(bytes)).details.reason ?? '')?.[1])

  it('is read without its byte order mark', () => expect(readUtf8(Buffer.from('\ufeffé')).toString()).toBe('é'))

  it.each([
    [Buffer.from([0xff]), 0],
    [Buffer.from([0x61, 0xc3]), 1],
    [Buffer.concat([Buffer.from('äöü'), Buffer.from([0x80]), Buffer.from('ß')]), 6],
    [Buffer.concat([Buffer.from('😀'), Buffer.from([0xf0, 0x9f, 0x98]), Buffer.from('x')]), 4],
    [Buffer.concat([Buffer.from('ok'), Buffer.from([0xc0, 0xaf])]), 2],
    [Buffer.concat([Buffer.from('ok'), Buffer.from([0xed, 0xa0, 0x80])]), 2],
  ])('names the byte that breaks %#', (bytes, offset) => expect(badByte(bytes)).toBe(offset))

  it('names the first bad byte of any text with one put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)])
        expect(badByte(bytes)).toBe(Buffer.byteLength(before))
      }),
    )
  })
})
