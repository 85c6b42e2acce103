import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run, succeed } from '../support/command.ts'
import type { FixtureEvent } from '../support/fixture-events.ts'
import { parts, python, root } from '../support/parts.ts'
import { matching, onSavedSearch, openScene, pagesOf, type Scene, savedSearchName } from './scene.ts'

interface Answer {
  readonly called: readonly string[]
  readonly seen: Readonly<Record<string, unknown>>
}

const size = ({ file }: FixtureEvent) => file.sizeInBytes
const isDocument = ({ file }: FixtureEvent) => /\.docx$/i.test(file.name)
const destination = (event: FixtureEvent) => event.destination.name

/** Groups as they must come back: lower-cased, largest first, ties by value. */
const grouped = (events: readonly FixtureEvent[], value: (event: FixtureEvent) => string): [string, number][] => {
  const counts = new Map<string, number>()
  for (const event of events) counts.set(value(event).toLowerCase(), (counts.get(value(event).toLowerCase()) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}

describe.skipIf(!parts.incydr.present)('incydr', () => {
  let scene: Scene
  const count = (test: (event: FixtureEvent) => boolean) => matching(scene.events, test)

  beforeAll(async () => {
    scene = await openScene()
  }, 240_000)
  afterAll(() => scene?.close())

  describe('SDK', () => {
    let answer: Answer
    const seen = (name: string) => answer.seen[name]

    beforeAll(async () => {
      const printed = await succeed(join(python.incydr, 'python'), [join(root, 'test/clients/incydr_calls.py')], {
        input: JSON.stringify(scene.told),
        environment: { HOME: scene.home },
      })
      answer = JSON.parse(printed) as Answer
    }, 120_000)

    it('connects and knows the tenant', () => {
      expect(seen('tenant')).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
      expect(seen('customer')).toMatchObject({ tenantId: seen('tenant') })
      expect(seen('wrong_secret')).toBe(401)
    })

    it('searches with its query builder', () => {
      const ofPerson = count(({ user }) => user.email === scene.told.person)
      expect(seen('search')).toMatchObject({ total: ofPerson, email: scene.told.person, token: expect.any(String) })
      expect(seen('search_many')).toBe(
        count(
          (event) =>
            ['Cloud Storage', 'AI Tools'].includes(event.destination.category) &&
            event.file.category !== 'Spreadsheet' &&
            size(event) > 100_000 &&
            size(event) < 900_000,
        ),
      )
      expect(seen('search_exists')).toBe(scene.events.length - ofPerson)
      expect(seen('search_any')).toBe(
        count((event) => isDocument(event) || ['Dropbox', 'ChatGPT'].includes(destination(event))),
      )
      expect(seen('search_dates')).toEqual([scene.events.length, scene.events.length])
    })

    it('walks by page token to the end', () => {
      const pages = pagesOf(scene.events.length, 1000)
      expect(seen('every_page')).toEqual({ pages, different: scene.events.length, sorted: true })
    })

    it('searches nested groups', () => {
      const total = count(
        (event) =>
          isDocument(event) || (event.file.name.endsWith('.rs') && ['Dropbox', 'Gmail'].includes(destination(event))),
      )
      expect(seen('subgroups')).toEqual({ total, problems: null })
    })

    it('is told what is wrong when its builder empties a nested group, instead of a silently wider result', () => {
      expect(seen('builder_subquery')).toEqual({ sent: {}, refused: expect.stringContaining('MISSING_FILTERS') })
    })

    it('groups', () => {
      expect(seen('groups')).toEqual(grouped(scene.events, destination))
      expect(seen('groups_numbers')).toEqual([
        ['0', 1],
        ['1000', 1],
        ['10000', 1],
      ])
    })

    it('shows the problems of an invalid query', () => {
      expect(seen('invalid')).toMatch(/400 Response Error.*Raw problem data.*no\.such\.term/s)
    })

    it('lists, reads and runs saved searches', () => {
      const found = scene.events.filter(onSavedSearch)
      expect(seen('saved_list')).toEqual([savedSearchName])
      expect(seen('saved_one')).toEqual({ name: savedSearchName, total: found.length })
      expect(seen('saved_grouped')).toEqual(grouped(found, ({ user }) => user.email))
      expect(seen('saved_unknown')).toBe(404)
    })

    it('was exercised over its methods for events', () => {
      console.log(`incydr SDK: ${answer.called.length} methods exercised: ${answer.called.join(', ')}`)
      expect(answer.called.length).toBeGreaterThanOrEqual(15)
    })
  })

  describe('command line', () => {
    const commands = new Set<string>()
    const environment = () => ({
      HOME: scene.home,
      INCYDR_URL: scene.told.url,
      INCYDR_API_CLIENT_ID: scene.told.clientId,
      INCYDR_API_CLIENT_SECRET: scene.told.clientSecret,
      COLUMNS: '400',
    })
    const incydr = (...args: string[]) => {
      commands.add(`file-events ${args[0]} ${args.filter((word) => word.startsWith('-')).join(' ')}`.trim())
      return succeed(join(python.incydr, 'incydr'), ['file-events', ...args], { environment: environment() })
    }
    const lines = (text: string) => text.split('\n').filter((line) => line !== '')
    const everything = ['--start', 'P30D', '--risk-score', '0']

    it('searches, in JSON lines', async () => {
      const printed = lines(await incydr('search', ...everything, '--username', scene.told.person, '-f', 'json-lines'))
      expect(printed).toHaveLength(count(({ user }) => user.email === scene.told.person))
      const emails = new Set(printed.map((line) => (JSON.parse(line) as FixtureEvent).user.email))
      expect([...emails]).toEqual([scene.told.person])
    })

    it('searches past the largest page, each event once', async () => {
      const printed = lines(await incydr('search', ...everything, '-f', 'json-lines'))
      const ids = printed.map((line) => (JSON.parse(line) as FixtureEvent).event.id)
      expect(new Set(ids)).toEqual(new Set(scene.events.map(({ event }) => event.id)))
      expect(ids).toHaveLength(scene.events.length)
    }, 120_000)

    it('searches, in CSV with chosen columns', async () => {
      const printed = lines(
        await incydr('search', ...everything, '--file-name', '7*.rs', '-f', 'csv', '--columns', 'file.name,user.email'),
      )
      expect(printed[0]?.trim()).toBe('file.name,user.email')
      expect(printed).toHaveLength(1 + count(({ file }) => /^7.*\.rs$/.test(file.name)))
    })

    it('searches, in a table and in indented JSON', async () => {
      const few = [...everything, '--md5', scene.events[5]?.file.hash.md5 ?? '']
      expect(await incydr('search', ...few, '-f', 'table', '--columns', 'file')).toContain(scene.events[5]?.file.name)
      expect(JSON.parse(await incydr('search', ...few, '-f', 'json-pretty'))).toMatchObject({
        event: { id: scene.events[5]?.event.id },
      })
    })

    it('finds what scores more than 1, unless another risk score is asked for', async () => {
      const scores = async (...args: string[]) =>
        lines(await incydr('search', '--start', 'P30D', ...args, '-f', 'json-lines')).map(
          (line) => (JSON.parse(line) as { risk: { score: number } }).risk.score,
        )
      const byDefault = await scores()
      expect(byDefault.length).toBeGreaterThan(0)
      expect(byDefault.filter((score) => score <= 1)).toEqual([])
      const all = await scores('--risk-score', '0')
      expect(all.filter((score) => score > 1).toSorted()).toEqual(byDefault.toSorted())
      expect(all).toContain(0)
    })

    it('goes on from its checkpoint', async () => {
      const search = ['search', ...everything, '--file-name', 'late-*', '--checkpoint', 'daily', '-f', 'json-lines']
      const late = (number: number) => {
        const { event, ...rest } = scene.events[0] as FixtureEvent
        const name = `late-${number}.txt`
        return { ...rest, event: { ...event, id: `0_late_${number}` }, file: { ...rest.file, name } }
      }
      await scene.server.api.ingest([late(1), late(2)])
      expect(lines(await incydr(...search))).toHaveLength(2)
      expect(await incydr(...search)).toContain('No results found.')
      await scene.server.api.ingest([late(3)])
      const fresh = lines(await incydr(...search))
      expect(fresh.map((line) => (JSON.parse(line) as FixtureEvent).event.id)).toEqual(['0_late_3'])
      await incydr('clear-checkpoint', 'daily')
      expect(lines(await incydr(...search))).toHaveLength(3)
    }, 120_000)

    it('groups, in JSON lines and CSV', async () => {
      const search = ['search-groups', ...everything, '--file-name', '*.rs', '--group-by', 'destination.name']
      const expected = grouped(
        scene.events.filter(({ file }) => file.name.endsWith('.rs')),
        destination,
      )
      const printed = lines(await incydr(...search, '-f', 'json-lines')).map((line) => JSON.parse(line) as object)
      expect(printed).toEqual(expected.map(([value, docCount]) => ({ value, docCount })))
      const table = lines(await incydr(...search, '-f', 'csv'))
      expect(table.slice(1).map((line) => line.trim())).toEqual(expected.map((row) => row.join(',')))
    })

    it('takes a query of its own and a saved search', async () => {
      const groups = [{ filters: [{ term: 'destination.name', operator: 'IS_ANY', value: ['Dropbox', 'Gmail'] }] }]
      const query = JSON.stringify({ groupClause: 'AND', groups })
      const printed = lines(await incydr('search', '--advanced-query', query, '-f', 'json-lines'))
      expect(printed.length).toBeGreaterThanOrEqual(count((event) => ['Dropbox', 'Gmail'].includes(destination(event))))
      const saved = lines(await incydr('search', '--saved-search', scene.told.savedSearch, '-f', 'json-lines'))
      expect(saved).toHaveLength(count(onSavedSearch))
    })

    it('lists and shows saved searches', async () => {
      const listed = lines(await incydr('list-saved-searches', '-f', 'json-lines'))
      expect(listed.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual([savedSearchName])
      expect(await incydr('list-saved-searches', '-f', 'csv')).toContain(savedSearchName)
      expect(await incydr('list-saved-searches', '-f', 'table', '--columns', 'name')).toContain(savedSearchName)
      const shown = await incydr('show-saved-search', scene.told.savedSearch, '-f', 'json-pretty')
      expect(JSON.parse(shown)).toMatchObject({ id: scene.told.savedSearch, name: savedSearchName })
    })

    it('reports a saved search that is not there', async () => {
      const args = ['file-events', 'show-saved-search', '00000000-0000-4000-8000-000000000000']
      const { code, stdout, stderr } = await run(join(python.incydr, 'incydr'), args, { environment: environment() })
      expect(code).not.toBe(0)
      expect(stdout + stderr).toContain('404')
    })

    afterAll(() => {
      console.log(`incydr command line: ${commands.size} commands exercised:\n  ${[...commands].sort().join('\n  ')}`)
    })
  })
})
