import type { ControlStore, NewRow } from '@spillway/control-store'
import { type ActivityKind, addBuckets, type Bucket, type RuleDefinition, usefulnessOf } from '@spillway/detection'
import { sql } from 'kysely'
import { chunksOf } from '../../platform/chunks.ts'

export type AlertTransaction = Parameters<Parameters<ControlStore['transaction']>[0]>[0]

/** Whose activity under which version of a rule. */
export interface ActivityKey {
  readonly ruleId: string
  readonly ruleVersion: number
  readonly actorKey: string
}

/** Half-open, milliseconds since 1970. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What was seen of one actor under one rule, and how far around it what is known matters. */
export interface Seen {
  readonly key: ActivityKey
  readonly definition: Pick<RuleDefinition, 'windowMinutes'>
  readonly buckets: readonly Bucket[]
  readonly span: Span
}

/** Places that one statement asks for, and rows that one statement writes: both far below what a store can bind. */
const placesAtOnce = 200
const rowsAtOnce = 500

const place = ({ start, kind }: Pick<Bucket, 'start' | 'kind'>): string => `${start} ${kind}`
const nameOf = ({ ruleId, ruleVersion, actorKey }: ActivityKey): string =>
  JSON.stringify([ruleId, ruleVersion, actorKey])

export const readActivity = async (db: ControlStore['db'], key: ActivityKey, span: Span): Promise<readonly Bucket[]> =>
  (await readAll(db, [{ key, span }])).get(nameOf(key)) ?? []

type Asked = Pick<Seen, 'key' | 'span'>

/** Buckets of several places, each asked for once, by the name of the place. */
const readAll = async (
  db: ControlStore['db'],
  asked: readonly Asked[],
): Promise<ReadonlyMap<string, readonly Bucket[]>> => {
  const rows: StoredBucket[] = []
  for (const some of chunksOf(asked, placesAtOnce)) rows.push(...(await readSome(db, some)))
  const groups = Map.groupBy(rows, ({ rule_id, rule_version, actor_key }) =>
    nameOf({ ruleId: rule_id, ruleVersion: Number(rule_version), actorKey: actor_key }),
  )
  return new Map([...groups].map(([name, group]) => [name, group.map(bucketOf)]))
}

type StoredBucket = Omit<NewRow<'alert_activity'>, 'tenant_id'>

const readSome = async (db: ControlStore['db'], asked: readonly Asked[]): Promise<readonly StoredBucket[]> => {
  const places = asked.map(
    ({ key, span }) =>
      sql`(${key.ruleId}, cast(${key.ruleVersion} as integer), ${key.actorKey}, cast(${span.from} as bigint), cast(${span.to} as bigint))`,
  )
  const { rows } = await sql<StoredBucket>`
    with asked (rule_id, rule_version, actor_key, first, past) as (values ${sql.join(places)})
    select known.rule_id, known.rule_version, known.actor_key, known.bucket, known.kind, known.content
    from asked cross join alert_activity as known
    where known.rule_id = asked.rule_id and known.rule_version = asked.rule_version
      and known.actor_key = asked.actor_key and known.bucket >= asked.first and known.bucket < asked.past
  `.execute(db)
  return rows
}

const bucketOf = ({ bucket, kind, content }: StoredBucket): Bucket => ({
  ...(JSON.parse(content) as Omit<Bucket, 'start' | 'kind'>),
  start: Number(bucket),
  kind: kind as ActivityKind,
})

/** Adds what was seen to what is known around it, stores what changed, and answers all of it, in the order of `seen`. */
export const addActivity = async (
  within: AlertTransaction,
  tenantId: string,
  seen: readonly Seen[],
): Promise<readonly (readonly Bucket[])[]> => {
  const known = await readAll(within, seen)
  const sums = seen.map((each) => ({ each, sum: sumOf(known.get(nameOf(each.key)) ?? [], each.buckets) }))
  const changed = sums.flatMap(({ each, sum }) =>
    [...new Set(each.buckets.map(place))]
      .flatMap((at) => sum.get(at) ?? [])
      .map((bucket) => rowOf(tenantId, each, bucket)),
  )
  for (const some of chunksOf(changed, rowsAtOnce)) await store(within, some)
  return sums.map(({ sum }) => [...sum.values()])
}

const sumOf = (known: readonly Bucket[], seen: readonly Bucket[]): ReadonlyMap<string, Bucket> => {
  const sum = new Map(known.map((bucket) => [place(bucket), bucket]))
  for (const bucket of seen) {
    const before = sum.get(place(bucket))
    sum.set(place(bucket), before ? addBuckets(before, bucket) : bucket)
  }
  return sum
}

const rowOf = (tenantId: string, { key, definition }: Seen, bucket: Bucket): NewRow<'alert_activity'> => {
  const { start, kind, ...content } = bucket
  const { windowStart, joinedUntil } = usefulnessOf(definition, start)
  return {
    tenant_id: tenantId,
    rule_id: key.ruleId,
    rule_version: key.ruleVersion,
    actor_key: key.actorKey,
    bucket: start,
    kind,
    content: JSON.stringify(content),
    window_start: windowStart,
    joined_until: joinedUntil,
  }
}

const store = async (within: AlertTransaction, rows: readonly NewRow<'alert_activity'>[]): Promise<void> => {
  await within
    .insertInto('alert_activity')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['rule_id', 'rule_version', 'actor_key', 'bucket', 'kind'])
        .doUpdateSet(({ ref }) => ({ content: ref('excluded.content') })),
    )
    .execute()
}
