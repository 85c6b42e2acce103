import { hash } from 'node:crypto'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/helpers.ts'
import { gatherFacts } from './facts.ts'
import { createLimit } from './limit.ts'
import { createOwnerNames } from './owner.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

const facts = async (name: string, content: string | Uint8Array, largestHashed?: number) => {
  const path = join(folder.path, name)
  await writeFile(path, content)
  return gatherFacts(path, {
    ownerName: async (uid) => `user-${uid}`,
    files: createLimit(1),
    largeFiles: createLimit(1),
    ...(largestHashed !== undefined && { largestHashed }),
  })
}

describe('MIME type by content', () => {
  it.each([
    ['picture.txt', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'image/png', 'text/plain'],
    ['text.png', 'only text', 'text/plain', 'image/png'],
    ['umlaut.txt', 'ä'.repeat(5_000), 'text/plain', 'text/plain'],
    ['run', '#!/bin/bash\necho hi\n', 'text/x-shellscript', null],
    ['run.py', '#!/usr/bin/env python3\nprint(1)\n', 'text/x-python', 'text/x-python'],
    ['types.TS', 'type A = 1', 'text/plain', 'text/x-typescript'],
    ['data.bin', Buffer.from([0, 1, 2, 3]), 'application/octet-stream', 'application/octet-stream'],
    ['empty.csv', '', null, 'text/csv'],
  ])('%s', async (name, content, byBytes, byExtension) => {
    const { mimeTypeByBytes, mimeTypeByExtension } = await facts(name, content)
    expect([mimeTypeByBytes, mimeTypeByExtension]).toEqual([byBytes, byExtension])
  })
})

it('gives no hash of a file over the limit, and says so', async () => {
  const { size, owner, hash } = await facts('large', 'x'.repeat(200_000), 100_000)
  expect({ size, owner, hash }).toEqual({
    size: 200_000,
    owner: `user-${process.getuid?.()}`,
    hash: {
      md5: null,
      sha256: null,
      md5Error: 'File is too large to be hashed',
      sha256Error: 'File is too large to be hashed',
    },
  })
})

it('hashes small and large files alike', async () => {
  const content = Buffer.alloc(1_000_000, 'some text ')
  const [small, large] = [await facts('small', content.subarray(0, 1_000)), await facts('large', content)]
  expect([small.hash, large.hash].map(({ sha256 }) => sha256)).toEqual(
    [content.subarray(0, 1_000), content].map((bytes) => hash('sha256', bytes)),
  )
  expect([large.hash.md5, large.mimeTypeByBytes]).toEqual([hash('md5', content), 'text/plain'])
})

it('says why a file it may not read has no hash', async () => {
  const path = join(folder.path, 'secret')
  await writeFile(path, 'x', { mode: 0o000 })
  await chmod(folder.path, 0o755)
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(65_534)
  try {
    const { size, hash } = await gatherFacts(path, {
      ownerName: async () => null,
      files: createLimit(1),
      largeFiles: createLimit(1),
    })
    expect({ size, error: hash.sha256Error }).toEqual({ size: 1, error: 'No permission to read the file' })
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
})

it('names owners from the user list, and strangers by their id', async () => {
  const path = join(folder.path, 'passwd')
  await writeFile(path, 'root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n')
  const name = createOwnerNames(path)
  expect([await name(1000), await name(7)]).toEqual(['ann', '7'])
  expect(await createOwnerNames(join(folder.path, 'nothing'))(5)).toBe('5')
})

it('runs no more jobs at a time than the limit', async () => {
  const limit = createLimit(2)
  let running = 0
  let most = 0
  const job = async () => {
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
  }
  await Promise.all(Array.from({ length: 9 }, () => limit(job)))
  expect(most).toBe(2)
})
