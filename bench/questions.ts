/** A question people ask: as the API takes it, and as somebody who knows the table would write it by hand. */
export interface Question {
  readonly name: string
  readonly kind: 'search' | 'grouping'
  readonly body: Readonly<Record<string, unknown>>
  /** Hand-written WHERE over Spillway's columns. */
  readonly where: string
  /** Hand-written column to group by. */
  readonly groupBy?: string
  readonly limit: number
}

type Filter = readonly [term: string, operator: string, value?: unknown]

const all = (...list: Filter[]) => ({
  filterClause: 'AND',
  filters: list.map(([term, operator, value = null]) => ({ term, operator, value })),
})
const any = (...list: Filter[]) => ({ ...all(...list), filterClause: 'OR' })

const search = (name: string, groups: readonly object[], where: string, pgSize = 100): Question => ({
  name,
  kind: 'search',
  body: { groupClause: 'AND', groups, pgNum: 1, pgSize, srtKey: '@timestamp', srtDir: 'desc' },
  where,
  limit: pgSize,
})

const grouping = (name: string, term: string, groups: readonly object[], where: string, groupBy: string): Question => ({
  name,
  kind: 'grouping',
  body: { groupClause: 'AND', groups, groupingTerm: term, size: 1_000 },
  where,
  groupBy,
  limit: 1_000,
})

/** What one event of the data set looks like, to look it up again. */
export interface KnownEvent {
  readonly id: string
  readonly md5: string
  readonly user: string
}

/** The published samples of forensic search and the questions of daily work, over the 90 days of the data. */
export const questionsFor = ({ id, md5, user }: KnownEvent): readonly Question[] => [
  search('name *.docx', [all(['file.name', 'IS', '*.docx'])], `endsWith(lower(file_name), '.docx')`),
  search(
    'executables outside Users and Program Files',
    [
      all(['file.directory', 'IS_NOT', 'C:/Users*'], ['file.directory', 'IS_NOT', 'C:\\Program Files*']),
      any(...['exe', 'bat', 'com', 'cmd', 'bin'].map((name): Filter => ['file.name', 'IS', `*.${name}`])),
    ],
    `NOT startsWith(lower(file_directory), 'c:/users') AND NOT startsWith(lower(file_directory), 'c:/program files')
     AND (${['exe', 'bat', 'com', 'cmd', 'bin'].map((name) => `endsWith(lower(file_name), '.${name}')`).join(' OR ')})`,
  ),
  search('latest 100 of a user', [all(['user.email', 'IS', user])], `user_email = '${user}'`),
  search(
    'a user in 7 days',
    [
      all(
        ['user.email', 'IS', user],
        ['@timestamp', 'ON_OR_AFTER', '2026-07-01T00:00:00.000Z'],
        ['@timestamp', 'ON_OR_BEFORE', '2026-07-07T23:59:59.999Z'],
      ),
    ],
    `user_email = '${user}' AND timestamp >= '2026-07-01 00:00:00' AND timestamp <= '2026-07-07 23:59:59.999'`,
  ),
  search('name *merger*plan*', [all(['file.name', 'IS', '*merger*plan*'])], `file_name ILIKE '%merger%plan%'`),
  search('by MD5', [all(['file.hash.md5', 'IS', md5])], `file_hash_md5 = '${md5}'`),
  search('by event id', [all(['event.id', 'IS', id])], `event_id = '${id}'`),
  search(
    'critical in 7 days',
    [
      all(
        ['risk.severity', 'IS', 'CRITICAL'],
        ['@timestamp', 'ON_OR_AFTER', '2026-07-01T00:00:00.000Z'],
        ['@timestamp', 'ON_OR_BEFORE', '2026-07-07T23:59:59.999Z'],
      ),
    ],
    `risk_severity = 'CRITICAL' AND timestamp >= '2026-07-01 00:00:00' AND timestamp <= '2026-07-07 23:59:59.999'`,
  ),
  search(
    'zip uploads to cloud storage of score 5 and more',
    [
      all(
        ['destination.category', 'IS', 'Cloud Storage'],
        ['file.category', 'IS', 'Archive'],
        ['risk.score', 'GREATER_THAN', 4],
      ),
    ],
    `destination_category = 'Cloud Storage' AND file_category = 'Archive' AND risk_score > 4`,
  ),
  search(
    'indicator Source code',
    [all(['risk.indicators.name', 'IS', 'Source code'])],
    `has(risk_indicators_name, 'Source code')`,
  ),
  grouping(
    'group by destination, 30 days',
    'destination.name',
    [all(['@timestamp', 'ON_OR_AFTER', '2026-06-30T00:00:00.000Z'])],
    `timestamp >= '2026-06-30 00:00:00'`,
    'destination_name',
  ),
  grouping('group by user, all', 'user.email', [all(['event.id', 'EXISTS'])], '1', 'user_email'),
  search(
    'page of 10,000',
    [all(['@timestamp', 'ON_OR_BEFORE', '2026-06-15T00:00:00.000Z'])],
    `timestamp <= '2026-06-15 00:00:00'`,
    10_000,
  ),
]
