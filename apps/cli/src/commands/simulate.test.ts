import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { spillway } from '../testing/world.ts'

const root = mkdtempSync(join(tmpdir(), 'spillway-simulate-'))
afterAll(() => rmSync(root, { recursive: true }))

const flags = ['simulate', '--people', '60', '--incidents', '100', '--begins', '2026-03-01']
const write = (name: string, from: string, to: string, ...more: string[]) =>
  spillway([...flags, '--from', from, '--to', to, '--out', join(root, name), ...more])
const lines = (name: string): { event: { id: string } }[] =>
  readFileSync(join(root, name, 'events.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const read = (name: string, file: string) => JSON.parse(readFileSync(join(root, name, file), 'utf8'))

describe('simulate', () => {
  it('writes events, people, facts and ground truth', async () => {
    const { code, output } = await write('whole', '2026-03-10', '2026-03-24', '--json')
    expect(code).toBe(0)
    const events = lines('whole')
    const truth = read('whole', 'truth.json') as { benign: boolean; eventIds: string[] }[]
    expect(readdirSync(join(root, 'whole')).toSorted()).toEqual([
      'directory.json',
      'events.ndjson',
      'facts.json',
      'truth.json',
    ])
    const incidents = truth.filter(({ benign }) => !benign).length
    expect(JSON.parse(output)).toEqual({
      ...{ events: events.length, people: 60, incidents, lookAlikes: truth.length - incidents },
    })
    const ids = new Set(events.map(({ event }) => event.id))
    expect(truth.length).toBeGreaterThan(0)
    expect(truth.flatMap(({ eventIds }) => eventIds).every((id) => ids.has(id))).toBe(true)
    expect(read('whole', 'directory.json').people).toHaveLength(60)
    expect(read('whole', 'facts.json').trust.length).toBeGreaterThan(10)
  })

  it('writes the same in pieces', async () => {
    await write('first', '2026-03-10', '2026-03-17T09:30:00Z')
    await write('second', '2026-03-17T09:30:00Z', '2026-03-24')
    expect([...lines('first'), ...lines('second')]).toEqual(lines('whole'))
  })

  it('tells another story under another seed', async () => {
    await write('other', '2026-03-10', '2026-03-12', '--seed', 'two')
    const known = new Set(lines('whole').map(({ event }) => event.id))
    expect(lines('other').some(({ event }) => known.has(event.id))).toBe(false)
  })

  it.each([
    [['simulate'], 'Nowhere to put it'],
    [[...flags, '--out', root, '--from', '2026-04-02', '--to', '2026-04-01'], '--from does not lie before --to'],
    [[...flags, '--out', root, '--from', '2026-02-01', '--to', '2026-04-01'], '--begins lies after --from'],
    [['simulate', '--people', '0', '--out', root], 'whole number'],
  ])('refuses %j', async (words, reason) => {
    const { code, errors } = await spillway(words)
    expect([code, errors.includes(reason)]).toEqual([2, true])
  })
})
