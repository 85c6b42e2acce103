import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { Seeded } from '../support/seeded.ts'
import { mutateValue } from './mutate-value.ts'
import type { Seed } from './seeds.ts'

export interface Attempt {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20))

const bodyOf = (seed: Seed, random: Seeded): Buffer => {
  const times = 1 + random.below(3)
  const values = seed.values.map((value, index) => {
    if (index > 0 && random.chance(0.5)) return value
    let changed = value
    for (let time = 0; time < times; time += 1) changed = mutateValue(changed, random)
    return changed
  })
  const texts = values.map((value) => JSON.stringify(value) ?? 'undefined')
  return Buffer.from(seed.lines ? texts.join(random.pick(['\n', '\n', '\n', '\r\n', '\n\n', ' '])) : (texts[0] ?? ''))
}

type BytesChange = (body: Buffer, random: Seeded) => Buffer

const byteChanges: readonly BytesChange[] = [
  (body, random) => body.subarray(0, random.below(body.length + 1)),
  (body, random) => {
    const changed = Buffer.from(body)
    if (changed.length > 0) changed[random.below(changed.length)] = random.below(256)
    return changed
  },
  (body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
  (body) => Buffer.concat([body, Buffer.from([0xff, 0xfe, 0xc3, 0x28])]),
  (body) => Buffer.from(body.toString('utf8'), 'utf16le'),
  (body) => Buffer.concat([body, body]),
  (body) => Buffer.from(body.toString('utf8').replace(/"[^"]*"/, '"\\ud800\\u0000"')),
  (body) => Buffer.from(body.toString('utf8').replace(/\d+/, '1e400')),
  (body) => Buffer.from(body.toString('utf8').replace(/:/, ': NaN,')),
  () => Buffer.alloc(0),
  (_body, random) => Buffer.from('['.repeat(random.pick([10, 1_000, 100_000]))),
]

interface Encoded {
  readonly body: Buffer
  readonly encoding?: string
}
type Encoding = (body: Buffer, random: Seeded) => Encoded

const encodings: readonly Encoding[] = [
  (body) => ({ body: gzipSync(body), encoding: 'gzip' }),
  (body) => ({ body: zstdCompressSync(body), encoding: 'zstd' }),
  (body, random) => ({ body: gzipSync(body).subarray(0, random.below(40)), encoding: 'gzip' }),
  (body, random) => ({ body: zstdCompressSync(body).subarray(0, random.below(40)), encoding: 'zstd' }),
  (body) => ({ body, encoding: 'gzip' }),
  (body) => ({ body, encoding: 'br' }),
  (body) => ({ body: gzipSync(gzipSync(body)), encoding: 'gzip, gzip' }),
  (body, random) =>
    random.chance(0.02) ? { body: bomb, encoding: 'gzip' } : { body: gzipSync(body), encoding: 'x-gzip' },
]

const strangeHeaders: readonly Readonly<Record<string, string>>[] = [
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'application/json;;;' },
  { 'content-type': 'multipart/form-data' },
  { 'content-type': '' },
  { authorization: 'Bearer' },
  { authorization: 'Bearer a.b.c' },
  { authorization: 'Basic !!!' },
  { authorization: `Bearer ${'A'.repeat(6000)}` },
  { accept: 'application/xml' },
  { 'idempotency-key': 'k'.repeat(300) },
  { 'idempotency-key': 'same key for all' },
  { 'spillway-sequence': '9-1' },
  { 'spillway-sequence': '99999999999999999999-1e5' },
  { 'spillway-stream': '', 'spillway-dropped': '-5' },
  { 'x-forwarded-for': "1.1.1.1, ' OR 1" },
  { 'x-big': 'x'.repeat(7000) },
  { expect: 'a miracle' },
  { 'totp-auth': '424242\t' },
  { 'if-none-match': '"*"' },
]

const strangePaths = [
  '?pgNum=1',
  '?%00=1',
  '/',
  '//',
  '/%2e%2e',
  '/%ff',
  '?a[__proto__]=1',
  ';x=y',
  '/../grouping',
  '#x',
]
const methods = ['POST', 'POST', 'POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']

/** A wrong request made from a right one. Nearly all stay whole in most respects, so that they reach far inside. */
export const mutate = (seed: Seed, token: string, random: Seeded): Attempt => {
  let body = bodyOf(seed, random)
  if (random.chance(0.15)) body = random.pick(byteChanges)(body, random)
  const encoded: Encoded = random.chance(0.12) ? random.pick(encodings)(body, random) : { body }
  const strange = random.chance(0.1) ? random.pick(strangeHeaders) : {}
  return {
    method: random.chance(0.02) ? random.pick(methods) : 'POST',
    path: seed.path + (random.chance(0.03) ? random.pick(strangePaths) : ''),
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': seed.type,
      'content-length': String(encoded.body.length),
      ...(encoded.encoding !== undefined && { 'content-encoding': encoded.encoding }),
      ...strange,
    },
    body: encoded.body,
  }
}
