import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { migrations } from './index.ts'

const folder = new URL('.', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const checksum = (name: string) =>
  createHash('sha256')
    .update(read(`${name}.ts`))
    .digest('hex')
const locked = JSON.parse(read('checksums.json')) as Record<string, string>

it('lists every migration file, each number once and in order', () => {
  const files = readdirSync(folder).filter((name) => /^\d{4}-.*\.ts$/.test(name))
  expect(files.length).toBeGreaterThanOrEqual(5)
  expect(migrations.map(({ name }) => `${name}.ts`)).toEqual(files.toSorted())
  const numbers = migrations.map(({ name }) => Number(name.slice(0, 4)))
  expect(numbers).toEqual([...new Set(numbers)].toSorted((left, right) => left - right))
})

it('leaves released migrations as they were: a change is a new migration', () => {
  expect(Object.fromEntries(migrations.map(({ name }) => [name, checksum(name)]))).toEqual(locked)
})
