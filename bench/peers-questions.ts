import { type KnownEvent, type Question, questionsFor } from './questions.ts'

export type PeerName = 'postgresql' | 'duckdb'

/** What of SQL differs between the peers. Their columns bear Spillway's names, absent text is null. */
interface Dialect {
  readonly has: (list: string, value: string) => string
  /** A whole row as JSON text, written by the engine: reading 170 columns into JavaScript would be slower. */
  readonly json: string
}

const dialects: Readonly<Record<PeerName, Dialect>> = {
  postgresql: { has: (list, value) => `${list} @> ARRAY['${value}']`, json: 'row_to_json(event)::text' },
  duckdb: { has: (list, value) => `list_contains(${list}, '${value}')`, json: 'to_json(event)::VARCHAR' },
}

/** One question in the words of a peer. `page` gives whole rows, `total` their number. */
export interface PeerQuestion {
  readonly name: string
  readonly page?: string
  readonly total?: string
  readonly group?: string
}

/** The questions of the search benchmark with their WHERE in the SQL both peers know. */
export const peerQuestions = (peer: PeerName, known: KnownEvent): readonly PeerQuestion[] => {
  const dialect = dialects[peer]
  const wheres = whereByName(dialect, known)
  return [...questionsFor(known).map((question) => inSql(question, dialect, wheres)), bytesByUser]
}

export const bytesByUser = {
  name: 'top users by bytes out',
  group: `SELECT user_email, sum(file_size_in_bytes) AS bytes, count(*) AS events FROM ev
    WHERE destination_category IS NOT NULL GROUP BY user_email ORDER BY bytes DESC LIMIT 100`,
}

const inSql = (
  { name, kind, groupBy, limit }: Question,
  { json }: Dialect,
  wheres: ReadonlyMap<string, string>,
): PeerQuestion => {
  const where = wheres.get(name)
  if (!where) throw new Error(`No peer SQL for the question ${name}`)
  if (kind === 'grouping') {
    const counted = `SELECT lower(${groupBy}) AS value, count(*) AS events FROM ev WHERE ${where} AND ${groupBy} IS NOT NULL`
    return { name, group: `${counted} GROUP BY 1 ORDER BY 2 DESC LIMIT ${limit}` }
  }
  const page = `SELECT * FROM ev WHERE ${where} ORDER BY timestamp DESC, event_id DESC LIMIT ${limit}`
  return {
    name,
    page: `SELECT ${json} AS json FROM (${page}) AS event`,
    total: `SELECT count(*) AS events FROM ev WHERE ${where}`,
  }
}

const executables = ['exe', 'bat', 'com', 'cmd', 'bin'].map((name) => `file_name ILIKE '%.${name}'`).join(' OR ')
// An event without a directory lies outside every directory.
const outside = (directory: string) => `coalesce(file_directory, '') NOT ILIKE '${directory}%'`
const sevenDays = `timestamp >= '2026-07-01 00:00:00' AND timestamp <= '2026-07-07 23:59:59.999'`

const whereByName = ({ has }: Dialect, { id, md5, user }: KnownEvent): ReadonlyMap<string, string> =>
  new Map([
    ['name *.docx', `file_name ILIKE '%.docx'`],
    [
      'executables outside Users and Program Files',
      `(${executables}) AND ${outside('C:/Users')} AND ${outside('C:/Program Files')}`,
    ],
    ['latest 100 of a user', `user_email = '${user}'`],
    ['a user in 7 days', `user_email = '${user}' AND ${sevenDays}`],
    ['name *merger*plan*', `file_name ILIKE '%merger%plan%'`],
    ['by MD5', `file_hash_md5 = '${md5}'`],
    ['by event id', `event_id = '${id}'`],
    ['critical in 7 days', `risk_severity = 'CRITICAL' AND ${sevenDays}`],
    [
      'zip uploads to cloud storage of score 5 and more',
      `destination_category = 'Cloud Storage' AND file_category = 'Archive' AND risk_score > 4`,
    ],
    ['indicator Source code', has('risk_indicators_name', 'Source code')],
    ['group by destination, 30 days', `timestamp >= '2026-06-30 00:00:00'`],
    ['group by user, all', 'TRUE'],
    ['page of 10,000', `timestamp <= '2026-06-15 00:00:00'`],
  ])
