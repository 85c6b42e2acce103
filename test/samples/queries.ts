import type { FixtureEvent } from '../support/fixture-events.ts'

/** A documented query and which of the fixture events it must find. */
export interface QuerySample {
  readonly name: string
  /** Section of the reference that tells of it. */
  readonly from: string
  readonly path: '/v2/file-events' | '/v1/file-events'
  readonly body: Readonly<Record<string, unknown>>
  readonly finds: (event: FixtureEvent) => boolean
}

type Filter = readonly [term: string, operator: string, value?: unknown]

const filters = (list: readonly Filter[]) => list.map(([term, operator, value = null]) => ({ term, operator, value }))
const all = (...list: Filter[]) => ({ filterClause: 'AND', filters: filters(list) })
const any = (...list: Filter[]) => ({ filterClause: 'OR', filters: filters(list) })
const query = (groups: readonly object[], more: object = {}) => ({ groupClause: 'AND', groups, ...more })

const lower = ({ file }: FixtureEvent) => file.name.toLowerCase()
const v2 = '/v2/file-events'
const v1 = '/v1/file-events'
const always = () => true

/** The fixture lies between one and a quarter and three days back; see the test. */
const longDurations = ['P3D', 'P7D', 'P14D', 'P30D', 'P90D', 'P2W', 'P1M'] as const
const shortDurations = ['PT15M', 'PT1H', 'PT3H', 'PT12H', 'P1D', 'P1DT6H'] as const

export const querySamples: readonly QuerySample[] = [
  {
    name: 'wildcard at the front, whatever the case',
    from: 'file events 2.6 and 9',
    path: v2,
    body: query([all(['file.name', 'IS', '*.DOCX'])]),
    finds: (event) => lower(event).endsWith('.docx'),
  },
  {
    name: 'directory with backslashes',
    from: 'file events 2.6 and 9',
    path: v2,
    body: query([all(['file.directory', 'IS', 'C:\\Program Files*'])]),
    finds: ({ file }) => file.directory.startsWith('C:/Program Files'),
  },
  {
    name: 'directories left out, on events of any directory',
    from: 'file events 2.6, guide patterns',
    path: v2,
    body: query([
      all(['file.directory', 'IS_NOT', 'C:/Users*'], ['file.directory', 'IS_NOT', '/User/*/Library*']),
      all(['file.name', 'IS', '*.docx']),
    ]),
    finds: (event) => !event.file.directory.startsWith('C:/Users') && lower(event).endsWith('.docx'),
  },
  {
    name: 'piece of a word on either side',
    from: 'file events 2.6, incydr fixture',
    path: v2,
    body: query([all(['user.email', 'IS', '*hen@exa*'])]),
    finds: ({ user }) => user.email === 'chen@example.com',
  },
  {
    name: 'label that an event does not bear',
    from: 'file events 9',
    path: v2,
    body: query([all(['event.shareType', 'IS_NOT', 'Anyone with the link'])]),
    finds: always,
  },
  {
    name: 'trusted events alone',
    from: 'file events 9',
    path: v2,
    body: query([all(['risk.trustReason', 'EXISTS'])]),
    finds: () => false,
  },
  {
    name: 'untrusted events',
    from: 'file events 7, soar',
    path: v2,
    body: query([all(['risk.trustReason', 'DOES_NOT_EXIST'])]),
    finds: always,
  },
  {
    name: 'subgroup of two names inside a dated query',
    from: 'file events 9',
    path: v2,
    body: query([
      all(['@timestamp', 'WITHIN_THE_LAST', 'P30D']),
      { subgroupClause: 'OR', subgroups: [all(['file.name', 'IS', '*.rs']), all(['file.name', 'IS', '*.docx'])] },
    ]),
    finds: (event) => /\.(rs|docx)$/.test(lower(event)),
  },
  {
    name: 'subgroup in a subgroup as the console writes it, with its display keys',
    from: 'file events 2.3',
    path: v2,
    body: query([
      {
        subgroupClause: 'AND',
        display: '{"data":{"isMultivalue":false},"version":"v2"}',
        subgroups: [{ subgroupClause: 'OR', subgroups: [any(['destination.name', 'IS', 'Dropbox'])], display: null }],
      },
    ]),
    finds: ({ destination }) => destination.name === 'Dropbox',
  },
  {
    name: 'every key that the incydr SDK sends',
    from: 'API delta 3.9.1',
    path: v2,
    body: query([all(['file.category', 'IS', 'Document'])], {
      pgNum: 1,
      pgSize: 100,
      pgToken: '',
      srtDir: 'asc',
      srtKey: 'event.id',
    }),
    finds: ({ file }) => file.category === 'Document',
  },
  {
    name: 'the examples of the published definition',
    from: 'published definition, SearchRequestSearchTermV2',
    path: v2,
    body: {
      groupClause: 'OR',
      groups: [{ filters: [{ operator: 'IS_NOT', term: 'user.email', value: 'ari@example.com' }] }],
      pgNum: 1,
      pgSize: 100,
      srtDir: 'asc',
      srtKey: '@timestamp',
    },
    finds: always,
  },
  {
    name: 'filter without an operator means IS, clauses left out mean AND',
    from: 'file events 2.2 to 2.4',
    path: v2,
    body: { groups: [{ filters: [{ term: 'destination.name', value: 'Gmail' }] }] },
    finds: ({ destination }) => destination.name === 'Gmail',
  },
  {
    name: 'lists of values',
    from: 'API delta 3.9.3',
    path: v2,
    body: query([
      all(
        ['destination.category', 'IS_ANY', ['AI Tools', 'Cloud Storage']],
        ['file.category', 'IS_NONE', ['Document', 'Pdf']],
      ),
    ]),
    finds: ({ destination, file }) =>
      ['AI Tools', 'Cloud Storage'].includes(destination.category) && file.category !== 'Document',
  },
  {
    name: 'numbers, also as text',
    from: 'API delta 3.9.3',
    path: v2,
    body: query([all(['file.sizeInBytes', 'GREATER_THAN', 100_000], ['file.sizeInBytes', 'LESS_THAN', '200000'])]),
    finds: ({ file }) => file.sizeInBytes > 100_000 && file.sizeInBytes < 200_000,
  },
  {
    name: 'range of the time of insertion, as the xsoar collector asks',
    from: 'file events 7, xsoar',
    path: v2,
    body: query(
      [
        all(
          ['event.inserted', 'ON_OR_AFTER', '2020-01-01T00:00:00.000Z'],
          ['event.inserted', 'ON_OR_BEFORE', '2120-01-01T23:59:59.59Z'],
        ),
      ],
      { srtKey: 'event.inserted', srtDir: 'asc', pgToken: '', pgSize: 100 },
    ),
    finds: always,
  },
  {
    name: 'why it is asked, for the audit log',
    from: 'file events 2.2',
    path: v2,
    body: query([all(['destination.name', 'IS', 'ChatGPT'])], { purpose: 'case 42' }),
    finds: ({ destination }) => destination.name === 'ChatGPT',
  },
  ...longDurations.map(
    (value): QuerySample => ({
      name: `the last ${value}`,
      from: 'file events 2.7',
      path: v2,
      body: query([all(['@timestamp', 'WITHIN_THE_LAST', value])]),
      finds: always,
    }),
  ),
  ...shortDurations.map(
    (value): QuerySample => ({
      name: `the last ${value}`,
      from: 'file events 2.7',
      path: v2,
      body: query([all(['@timestamp', 'WITHIN_THE_LAST', value])]),
      finds: () => false,
    }),
  ),
  {
    name: 'version 1: everything with a name, inserted in a range, as ffs-go pulls',
    from: 'file events 7, ffs-go',
    path: v1,
    body: query([
      all(
        ['fileName', 'IS', '*'],
        ['insertionTimestamp', 'ON_OR_AFTER', '2020-01-01T00:00:00.000Z'],
        ['insertionTimestamp', 'ON_OR_BEFORE', '2120-01-01T00:00:00.000Z'],
      ),
    ]),
    finds: always,
  },
  {
    name: 'version 1: wildcard at the front',
    from: 'file events 2.6, older guide',
    path: v1,
    body: query([all(['fileName', 'IS', '*.docx'])], { srtKey: 'eventId', srtDir: 'asc', pgNum: 1, pgSize: 100 }),
    finds: (event) => lower(event).endsWith('.docx'),
  },
  {
    name: 'version 1: user and day',
    from: 'file events 2.4 and 2.9',
    path: v1,
    body: query([all(['deviceUserName', 'IS', 'ada@example.com'], ['eventTimestamp', 'WITHIN_THE_LAST', 'P30D'])]),
    finds: ({ user }) => user.email === 'ada@example.com',
  },
]
