import {
  columnsOfShapes,
  csvColumns,
  eventColumns,
  type FileEvent,
  type FileEventInput,
  type FileEventV1,
  fields,
  fileEventSchema,
  fileEventV1Schema,
  renderEventSql,
  renderSettings,
  shapeOf,
  terms,
  type Version,
  v1Fields,
} from '@spillway/event-model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestEngine, type TestEngine } from './testing/engine.ts'
import { fullEvent, parsed } from './testing/full-event.ts'

const at = '2024-05-05T01:02:03.004005Z'
const ids = { ingested: at, inserted: at }
const cases: Record<string, FileEventInput> = {
  empty: {},
  deleted: {
    event: { action: 'file-deleted', observer: 'Endpoint' },
    user: { email: 'a@b.c' },
    source: { name: 'HOST' },
  },
  stick: { event: { action: 'removable-media-modified' } },
  sync: {
    event: { action: 'sync-app-created', observer: 'Endpoint' },
    destination: { name: 'Google Drive', user: { email: ['me@x.y'] } },
  },
  browser: {
    event: { action: 'application-read' },
    destination: { tabs: [{ url: 'u1', title: 't1' }, { url: 'u2' }] },
  },
  link: {
    event: { action: 'file-shared', observer: 'Box', shareType: ['Anyone with the link'] },
    user: { email: 'c@d.e' },
  },
  domain: { event: { action: 'file-shared', observer: 'Box', shareType: ['Anyone in your organization'] } },
  people: {
    event: { action: 'file-shared', observer: 'Box', shareType: ['Shared with specific people'] },
    destination: { user: { email: ['x@y.z'] } },
  },
  mail: {
    event: { action: 'file-emailed', observer: 'Gmail' },
    risk: { indicators: [{ name: 'Sent from corporate Gmail' }] },
  },
  flags: { risk: { indicators: [{ name: 'Off hours' }, { name: 'File mismatch' }, { name: 'Remote' }] } },
  unknown: { event: { action: 'clipboard-paste' } },
  hash: { file: { name: 'a', hash: { md5Error: 'too large' } } },
}

let engine: TestEngine
const full = fullEvent()

beforeAll(async () => {
  engine = await openTestEngine()
  const events = Object.entries(cases).map(([id, input]) => parsed({ ...input, event: { ...ids, ...input.event, id } }))
  await engine.insert([{ ...full, event: { ...full.event, id: 'full' } }, ...events])
})
afterAll(() => engine.close())

const render = async <Event>(version: Version, id: string): Promise<Event> => {
  const sql = `SELECT ${renderEventSql(version)} FROM events WHERE event_id = {id:String}`
  const [event] = await engine.driver.rows<Event>(sql, { id }, { settings: renderSettings })
  if (!event) throw new Error(`No event ${id}`)
  return event
}
const v1 = (id: string) => render<FileEventV1>('v1', id)

it('holds 170 v2 leaves, 90 v1 leaves, 147 published v2 terms and 88 v1 terms', () => {
  const published = [...terms.v2.values()].filter(({ list }) => list === 'published')
  expect([fields.length, v1Fields.length, published.length, terms.v1.size]).toEqual([170, 90, 147, 88])
  expect([...terms.v2.values()].map(({ list }) => list).filter((list) => list !== 'published')).toEqual([
    ...Array.from({ length: 12 }, () => 'legacy'),
    ...Array.from({ length: 11 }, () => 'proposed'),
    'alias',
  ])
})

it('has one column for every row of the table', async () => {
  const sql =
    "SELECT name, type FROM system.columns WHERE table = 'events' AND database = currentDatabase() ORDER BY position"
  const described = await engine.driver.rows<{ name: string; type: string }>(sql)
  expect(described.map(({ name, type }) => ({ name, type }))).toEqual(
    eventColumns.map(({ name, type }) => ({ name, type })),
  )
  for (const field of fields) expect(eventColumns.map(({ name }) => name)).toContain(field.column)
  expect(new Set(eventColumns.map(({ name }) => name)).size).toBe(175)
})

it('renders a full event exactly as it was parsed, keys in the same order', async () => {
  const rendered = await render<FileEvent>('v2', 'full')
  expect(rendered).toEqual({ ...full, event: { ...full.event, id: 'full' } })
  expect(JSON.stringify(rendered)).toBe(JSON.stringify({ ...full, event: { ...full.event, id: 'full' } }))
  expect(fileEventSchema.safeParse(rendered).error).toBeUndefined()
})

it('renders the same from the columns alone that the event fills', async () => {
  for (const id of ['full', ...Object.keys(cases)]) {
    const [row] = await engine.driver.rows<{ shape: string }>('SELECT shape FROM events WHERE event_id = {id:String}', {
      id,
    })
    const filled = columnsOfShapes([row?.shape ?? ''])
    expect(filled?.size).toBeGreaterThan(3)
    for (const version of ['v1', 'v2'] as const) {
      const sql = `SELECT ${renderEventSql(version, filled)} FROM events WHERE event_id = {id:String}`
      const [event] = await engine.driver.rows(sql, { id }, { settings: renderSettings })
      expect(JSON.stringify(event)).toBe(JSON.stringify(await render(version, id)))
    }
  }
})

it('spares no column of an event that another field table wrote', () => {
  expect(columnsOfShapes([shapeOf({ event_id: 'e1' }), 'another table'])).toBeNull()
  expect([...(columnsOfShapes([shapeOf({ event_id: 'e1' }), shapeOf({ file_name: 'f' })]) ?? [])]).toEqual([
    'event_id',
    'file_name',
  ])
})

it('renders an empty event with every key, null or empty', async () => {
  const empty = parsed({ event: { id: 'empty', ...ids } })
  const rendered = await render<FileEvent>('v2', 'empty')
  expect(rendered).toEqual({ ...empty, '@timestamp': '2024-05-05T01:02:03.004Z' })
})

const leavesIn = (value: unknown, path: string): string[] => {
  if (Array.isArray(value))
    return value.length > 0 && typeof value[0] === 'object' ? leavesIn(value[0], `${path}[]`) : [path]
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, child]) => leavesIn(child, path ? `${path}.${key}` : key))
}

it('renders every leaf of both tables', async () => {
  expect(leavesIn(await render('v2', 'full'), '').toSorted()).toEqual(fields.map(({ path }) => path).toSorted())
  const v1Leaves = leavesIn(
    { ...(await v1('full')), fieldErrors: [{ error: 'e', field: 'f' }], sharedWith: [{ cloudUsername: 'c' }] },
    '',
  )
  expect(v1Leaves.toSorted()).toEqual(v1Fields.map(({ path }) => path).toSorted())
  expect(fileEventV1Schema.safeParse(await v1('full')).error).toBeUndefined()
  expect(fileEventV1Schema.safeParse(await v1('empty')).error).toBeUndefined()
})

it.each([
  ['deleted', 'DELETED', [], []],
  ['stick', 'MODIFIED', ['RemovableMedia'], []],
  ['sync', 'CREATED', ['CloudStorage'], []],
  ['browser', 'READ_BY_APP', ['ApplicationRead'], []],
  ['link', 'MODIFIED', ['SharedViaLink'], ['SharedViaLink']],
  ['domain', 'MODIFIED', ['SharedToDomain'], []],
  ['people', 'MODIFIED', ['OutsideTrustedDomains'], ['OutsideTrustedDomains']],
  ['mail', 'EMAILED', ['OutsideTrustedDomains'], []],
  ['unknown', 'UNSUPPORTED', [], []],
  ['empty', null, [], []],
])('shows %s in v1 as %s exposed by %j', async (id, eventType, exposure, sharingTypeAdded) => {
  expect(await v1(id)).toMatchObject({ eventType, exposure, sharingTypeAdded })
})

it('splits users, hosts and sync accounts as v1 does', async () => {
  expect(await v1('deleted')).toMatchObject({ deviceUserName: 'a@b.c', actor: null, osHostName: 'HOST', shared: null })
  expect(await v1('link')).toMatchObject({ deviceUserName: null, actor: 'c@d.e', osHostName: null, shared: 'FALSE' })
  expect(await v1('people')).toMatchObject({ shared: 'TRUE', sharedWith: [{ cloudUsername: 'x@y.z' }] })
  expect(await v1('sync')).toMatchObject({
    syncDestination: 'GoogleDrive',
    syncDestinationUsername: ['me@x.y'],
    sharedWith: [],
  })
  expect(await v1('browser')).toMatchObject({
    windowTitle: ['t1'],
    tabUrl: 'u1',
    tabs: [{ url: 'u1' }, { title: null }],
  })
})

it('shows risk indicators and hash errors as the v1 fields they once were', async () => {
  expect(await v1('flags')).toMatchObject({ outsideActiveHours: true, mimeTypeMismatch: true, remoteActivity: 'TRUE' })
  expect(await v1('deleted')).toMatchObject({
    outsideActiveHours: false,
    remoteActivity: 'FALSE',
    emailDlpPolicyNames: null,
  })
  expect(await v1('hash')).toMatchObject({
    fileType: 'FILE',
    fieldErrors: [{ field: 'md5Checksum', error: 'too large' }],
  })
})

const exportRow = async (version: Version, id: string, columns?: string[]) => {
  const list = csvColumns(version, columns).map(({ header, sql }) => `${sql} AS \`${header}\``)
  const sql = `SELECT ${list.join(', ')} FROM events WHERE event_id = {id:String}`
  const [row] = await engine.driver.rows<Record<string, string>>(sql, { id })
  return row
}

it('exports every term of both versions as text', async () => {
  const v2Row = (await exportRow('v2', 'full')) ?? {}
  expect(Object.keys(v2Row)).toHaveLength(147)
  expect(Object.values(v2Row).every((cell) => typeof cell === 'string' && cell !== '')).toBe(true)
  const v1Row = (await exportRow('v1', 'full')) ?? {}
  expect(Object.keys(v1Row).slice(0, 3)).toEqual(['Event ID', 'Event type', 'Date Observed (UTC)'])
  expect(Object.keys(v1Row)[66]).toBe('Destination Name')
  expect(Object.keys(v1Row)).toHaveLength(88)
  expect(
    new Set(Object.values((await exportRow('v2', 'empty', ['file.name', 'risk.score', 'file.created'])) ?? {})),
  ).toEqual(new Set(['']))
})

it('exports times, lists and identifiers in their documented forms', async () => {
  expect(await exportRow('v1', 'full', ['createTimestamp', 'eventTimestamp', 'trusted'])).toEqual({
    'Create Date': full.file.created?.replace('T', ' ').slice(0, 19),
    'Date Observed (UTC)': full['@timestamp'],
    Trusted: 'true',
  })
  const { key, value } = full.source.identifiers[0] ?? {}
  expect(await exportRow('v2', 'full', ['source.identifiers', 'source.domains', 'source.domains'])).toEqual({
    'source.identifiers': `${key}:${value},${key}:${value}`,
    'source.domains': full.source.domains.join(','),
  })
})
