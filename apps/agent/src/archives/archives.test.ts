import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, open, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gatherFacts } from '../facts/facts.ts'
import { createLimit } from '../facts/limit.ts'
import { createInventory } from '../inventory/inventory.ts'
import { temporaryFolder } from '../testing/helpers.ts'
import { createMemberEvents } from './member-events.ts'
import { readArchive } from './read-archive.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let inventory: ReturnType<typeof createInventory>
beforeEach(async () => {
  folder = await temporaryFolder()
  inventory = createInventory()
})
afterEach(() => folder.remove())

const at = (name: string) => join(folder.path, name)
const put = async (name: string, content: string) => {
  await mkdir(dirname(at(name)), { recursive: true })
  await writeFile(at(name), content)
  await utimes(at(name), 1_750_000_000, 1_750_000_000)
  inventory.set(at(name), { inode: inventory.size() + 1, size: Buffer.byteLength(content), modified: 0 })
}
const facts = (name: string) => {
  const limit = createLimit(1)
  return gatherFacts(at(name), { ownerName: async () => null, files: limit, largeFiles: limit })
}
const python = (script: string) => execFileSync('python3', ['-c', script], { cwd: folder.path })
const hasPython = spawnSync('python3', ['--version']).status === 0

/** Writes an archive as a person would, with other programs than the reader's author wrote. */
const pack = {
  'a.zip': () =>
    python(
      "import zipfile as z\nw = z.ZipFile('a.zip', 'w', z.ZIP_DEFLATED)\n[w.write(n) for n in ['plan.txt', 'src/main.py', 'src/grün.txt']]\nw.mkdir('empty') if hasattr(w, 'mkdir') else None\nw.close()",
    ),
  'a.tar': () => execFileSync('tar', ['-cf', 'a.tar', './plan.txt', 'src'], { cwd: folder.path }),
  'a.tar.gz': () => execFileSync('tar', ['-czf', 'a.tar.gz', 'plan.txt', 'src'], { cwd: folder.path }),
  'pax.tar': () => execFileSync('tar', ['--format=pax', '-cf', 'pax.tar', 'plan.txt', 'src'], { cwd: folder.path }),
}
const putFiles = async () => {
  await put('plan.txt', 'secret plan\n')
  await put('src/main.py', 'print(1)\n')
  await put('src/grün.txt', 'ü')
}

describe('the list of', () => {
  it.each(Object.keys(pack) as (keyof typeof pack)[])('%s', async (name) => {
    if (name === 'a.zip' && !hasPython) return console.warn('NOT RUN: a zip file by Python, which is not here')
    await putFiles()
    pack[name]()
    const { archive, mimeTypeByBytes } = await facts(name)
    expect(mimeTypeByBytes).toMatch(/zip|tar|gzip/)
    expect(archive?.passwordProtected).toBe(false)
    expect(archive?.members.map(({ path, size }) => [path, size]).sort()).toEqual([
      ['plan.txt', 12],
      ['src/grün.txt', 2],
      ['src/main.py', 9],
    ])
  })

  it('a tar with names longer than a head holds', async () => {
    const name = `${'deep/'.repeat(40)}${'x'.repeat(120)}.txt`
    await put(name, 'x')
    for (const format of ['gnu', 'pax', 'ustar']) {
      if (spawnSync('tar', [`--format=${format}`, '-cf', 'long.tar', name], { cwd: folder.path }).status !== 0) continue
      expect((await facts('long.tar')).archive?.members).toMatchObject([{ path: name, size: 1 }])
    }
  })

  it('a zip with a password says so', async () => {
    // One entry, stored, with the flag of encryption.
    const name = Buffer.from('a.txt')
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(1, 8)
    entry.writeUInt32LE(5, 24)
    entry.writeUInt16LE(name.length, 28)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt32LE(entry.length + name.length, 12)
    end.writeUInt32LE(4, 16)
    await writeFile(at('p.zip'), Buffer.concat([Buffer.from('PK\x03\x04'), entry, name, end]))
    const handle = await open(at('p.zip'))
    const found = await readArchive(handle, 4 + 46 + 5 + 22, 'application/zip')
    await handle.close()
    expect(found).toEqual({
      passwordProtected: true,
      members: [{ path: 'a.txt', size: 5, checksum: 0, modified: null }],
    })
  })

  it.each([
    ['cut.zip', Buffer.from('504b0304140000000800', 'hex')],
    [
      'lies.zip',
      Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(30), Buffer.from('PK\x05\x06'), Buffer.alloc(18, 0xff)]),
    ],
    ['cut.gz', Buffer.from('1f8b0800000000000003ffffffff', 'hex')],
    ['odd.tar', Buffer.concat([Buffer.alloc(257, 0x39), Buffer.from('ustar\x0000'), Buffer.alloc(1_000, 0x39)])],
  ])('a damaged %s is empty', async (name, content) => {
    await writeFile(at(name), content)
    const handle = await open(at(name))
    const type = { zip: 'application/zip', gz: 'application/gzip', tar: 'application/x-tar' }[name.split('.')[1] ?? '']
    expect((await readArchive(handle, content.length, type ?? null))?.members).toEqual([])
    await handle.close()
  })

  it('any bytes can be read as an archive without a fault', async () => {
    const start = fc.constantFrom(
      Buffer.alloc(0),
      Buffer.from('PK\x03\x04'),
      Buffer.from('PK\x05\x06'),
      Buffer.from('PK\x01\x02'),
    )
    const types = fc.constantFrom('application/zip', 'application/x-tar', 'application/gzip')
    const parts = fc.array(fc.oneof(start, fc.uint8Array({ maxLength: 600 })), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(parts, types, async (pieces, type) => {
        const content = Buffer.concat(pieces)
        if (content.length > 300) content.write('ustar', 257, 'latin1')
        await writeFile(at('odd'), content)
        const handle = await open(at('odd'))
        const found = await readArchive(handle, content.length, type)
        await handle.close()
        expect(found?.members.length).toBeLessThanOrEqual(1_000)
      }),
      { numRuns: 200 },
    )
  })

  it('what is no archive is not read', async () => {
    await putFiles()
    expect((await facts('plan.txt')).archive).toBeNull()
  })
})

describe('events of the files in an archive', () => {
  const event = { event: { action: 'file-created' }, file: { name: 'a.tar', archiveId: 'id', changeType: 'CREATED' } }
  const members = async (destination?: { category: string; name: string }) => {
    const found = await facts('a.tar')
    const change = { kind: 'created', path: at('a.tar'), identity: { inode: 99, size: 1, modified: 1 } } as const
    return createMemberEvents(inventory)(change, found, { ...event, ...(destination && { destination }) })
  }

  it('that stays say which watched files were packed', async () => {
    await putFiles()
    pack['a.tar']()
    await put('plan.txt', 'other plan!\n')
    await utimes(at('plan.txt'), 1, 1)
    expect(
      (await members()).map(({ file }) => file).sort((a, b) => (a?.name ?? '').localeCompare(b?.name ?? '')),
    ).toMatchObject([
      { name: 'grün.txt' },
      {
        name: 'main.py',
        directory: `${at('a.tar')}/src/`,
        originalName: 'main.py',
        originalDirectory: `${at('src')}/`,
        sizeInBytes: 9,
        parentArchiveId: 'id',
        changeType: 'CREATED',
        mimeTypeByExtension: 'text/x-python',
      },
    ])
  })

  it('that leaves are about all of them, known or not', async () => {
    await putFiles()
    pack['a.tar']()
    inventory = createInventory()
    const events = await members({ category: 'Cloud Storage', name: 'Dropbox' })
    expect(events).toHaveLength(3)
    for (const each of events) {
      expect(each).toMatchObject({
        destination: { name: 'Dropbox' },
        file: { originalName: null, parentArchiveId: 'id' },
      })
    }
  })

  it.skipIf(!hasPython)('know a source in a zip by its content, not by its name and size alone', async () => {
    await putFiles()
    pack['a.zip']()
    await put('plan.txt', 'SECRET PLAN\n')
    const change = { kind: 'created', path: at('a.zip'), identity: { inode: 99, size: 1, modified: 1 } } as const
    const events = await createMemberEvents(inventory)(change, await facts('a.zip'), event)
    expect(events.map(({ file }) => file?.originalName).sort()).toEqual(['grün.txt', 'main.py'])
  })

  it('are none when the archive is deleted or merely renamed', async () => {
    await putFiles()
    pack['a.tar']()
    const found = await facts('a.tar')
    const make = createMemberEvents(inventory)
    const identity = { inode: 9, size: 1, modified: 1 }
    expect(await make({ kind: 'deleted', path: at('a.tar'), identity: null }, found, event)).toEqual([])
    expect(await make({ kind: 'renamed', path: at('a.tar'), from: at('b.tar'), identity }, found, event)).toEqual([])
  })
})
