import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type StubServer, startStubServer } from '../testing/stub-server.ts'
import { spillway } from '../testing/world.ts'
import { surveyOf } from './survey.ts'

let directory: string
let server: StubServer
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'spillway-import-'))
})
afterEach(() => server?.close())
afterAll(() => rmSync(directory, { recursive: true }))

const path = '/v1/spillway/users/import'
const createAll: Answer = ({ body }) => {
  const { rows } = JSON.parse(body) as { rows: { userName: string }[] }
  const told = rows.map(({ userName }, row) => ({ row: row + 1, key: userName, outcome: 'created', id: '1' }))
  return { json: { created: rows.length, updated: 0, unchanged: 0, failed: 0, rows: told } }
}

/** Imports a file of this content; what was sent, and the lines of the report. */
const imported = async (content: string | Uint8Array) => {
  server = await startStubServer({ [path]: createAll })
  const file = join(directory, 'users.csv')
  writeFileSync(file, content)
  const { code, errors } = await spillway(['users', 'import', file, '--fresh'], server)
  const sent = server.received.flatMap(({ body }) => (JSON.parse(body) as { rows: Record<string, unknown>[] }).rows)
  const report = () => readFileSync(`${file}.import-report.csv`, 'utf8').trimEnd().split('\n').slice(1)
  return { code, errors, sent, report, requests: server.received.map(({ body }) => body) }
}

describe('a row that cannot be', () => {
  it('fails alone, told by its line, and the others are sent', async () => {
    const { code, sent, report } = await imported(
      [
        'userName,firstName,title',
        'a@x.example,Ada,Countess',
        'b@x.example,Grace,Rear Admiral, retired',
        ',Nobody,',
        ',,',
        'A@x.example,Ada,Again',
        'c@x.example,a "nick" b,',
        'e@x.example,nul\0,',
        'f@x.example,"two\nlines",Boss,,',
        'g@x.example',
        '',
      ].join('\r\n'),
    )
    expect([code, report()]).toEqual([
      6,
      [
        '3,b@x.example,,"has 4 cells, but the header 3: is a comma not quoted?"',
        '4,,userName,is missing',
        '6,A@x.example,userName,repeats line 2',
        expect.stringMatching(/^7,.*Quote.*/),
        '8,e@x.example,firstName,holds a NUL character',
      ],
    ])
    expect(sent).toEqual([
      { userName: 'a@x.example', firstName: 'Ada', title: 'Countess' },
      { userName: 'f@x.example', firstName: 'two\nlines', title: 'Boss' },
      { userName: 'g@x.example' },
    ])
  })

  it('is one that is too large for a request; many large ones go by in several requests', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `p${row}@x.example,${'n'.repeat(30_000)}`)
    const { code, sent, report, requests } = await imported(
      ['userName,notes', `big@x.example,${'x'.repeat(1_000_000)}`, ...rows].join('\n'),
    )
    expect([code, sent.length, report()]).toEqual([6, 40, ['2,big@x.example,,is larger than 700000 bytes']])
    expect(Math.max(...requests.map((body) => body.length))).toBeLessThan(1_000_000)
  })

  it('repeats another even where the two are far apart', async () => {
    const rows = Array.from({ length: 450 }, (_, row) => `p${row}@x.example`)
    const { sent, report } = await imported(['userName', ...rows, 'P0@X.example'].join('\n'))
    expect([sent.length, report()]).toEqual([450, ['452,P0@X.example,userName,repeats line 2']])
  })
})

describe('a file', () => {
  const text = 'userName,firstName\r\nö@x.example,Jörg\r\n'
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le')
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte-order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16', utf16],
    ['UTF-16 of the other order', Buffer.from(utf16).swap16()],
    ['lines that end in CR', Buffer.from(text.replaceAll('\n', ''))],
  ])('is read in %s', async (_, content) => {
    const { code, sent } = await imported(content)
    expect([code, sent]).toEqual([0, [{ userName: 'ö@x.example', firstName: 'Jörg' }]])
  })

  it.each([
    ['in Latin-1', Buffer.from(`userName\na@x.example\n${text}`, 'latin1'), 'not in UTF-8: see line 4'],
    ['without anything', '', 'The file is empty'],
    ['of blank lines', '\n\n , \n', 'The file is empty'],
    ['with a column twice', 'userName,title,Title\n', 'The column title stands twice'],
    ['with a quote left open', 'userName,title\na@x.example,"x\nb@x.example,y\n', 'Quote Not Closed'],
    ['with a quote closed too early', 'userName,title\na@x.example,"x"y\nb@x.example,y\n', 'Invalid Closing Quote'],
    ['with a row without end', `userName,title\na@x.example,"${'x'.repeat(12_000_000)}`, 'Is a quote left open?'],
    ['of another kind', Uint8Array.from({ length: 256 }, (_, byte) => byte), 'not in UTF-8'],
  ])('is refused %s, before a row of it is sent', async (_, content, message) => {
    const { code, errors, sent } = await imported(content)
    expect([code, errors, sent]).toEqual([2, expect.stringContaining(message), []])
  })
})

it.each([
  ['a broken journal', '{"fingerpr', 'line,key,field,reason\n'],
  ['a journal without its report', null, null],
])('begins anew beside %s', async (_, text, reportText) => {
  server = await startStubServer({ [path]: createAll })
  const file = join(directory, 'anew.csv')
  const [journal, report] = [`${file}.import-journal.json`, `${file}.import-report.csv`]
  writeFileSync(file, 'userName\na@x.example\nb@x.example\n')
  const zero = { pass: 0, rows: 1, created: 1, updated: 0, unchanged: 0, failedLines: [], reportBytes: 22 }
  const { hash } = await surveyOf([readFileSync(file)] as never)
  writeFileSync(journal, text ?? JSON.stringify({ fingerprint: `users ${hash}`, ...zero }))
  rmSync(report, { force: true })
  if (reportText !== null) writeFileSync(report, reportText)
  const { code, output } = await spillway(['users', 'import', file], server)
  expect([code, output, existsSync(journal)]).toEqual([0, expect.stringContaining('2 created'), false])
})
