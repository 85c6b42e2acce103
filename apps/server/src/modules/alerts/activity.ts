import type { ControlStore, NewRow } from '@spillway/control-store'
import { type ActivityKind, addBuckets, type Bucket } from '@spillway/detection'

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

const place = ({ start, kind }: Pick<Bucket, 'start' | 'kind'>): string => `${start} ${kind}`

export const readActivity = async (
  db: ControlStore['db'],
  { ruleId, ruleVersion, actorKey }: ActivityKey,
  { from, to }: Span,
): Promise<readonly Bucket[]> => {
  const rows = await db
    .selectFrom('alert_activity')
    .select(['bucket', 'kind', 'content'])
    .where('rule_id', '=', ruleId)
    .where('rule_version', '=', ruleVersion)
    .where('actor_key', '=', actorKey)
    .where('bucket', '>=', from)
    .where('bucket', '<', to)
    .execute()
  return rows.map(({ bucket, kind, content }) => ({
    ...(JSON.parse(content) as Omit<Bucket, 'start' | 'kind'>),
    start: Number(bucket),
    kind: kind as ActivityKind,
  }))
}

/** Adds what was seen to what is known around it, stores what changed, and answers all of it. */
export const addActivity = async (
  within: AlertTransaction,
  tenantId: string,
  key: ActivityKey,
  seen: readonly Bucket[],
  span: Span,
): Promise<readonly Bucket[]> => {
  const known = new Map((await readActivity(within, key, span)).map((bucket) => [place(bucket), bucket]))
  for (const bucket of seen) {
    const before = known.get(place(bucket))
    known.set(place(bucket), before ? addBuckets(before, bucket) : bucket)
  }
  const changed = [...new Set(seen.map(place))].flatMap((at) => known.get(at) ?? [])
  for (const bucket of changed) await store(within, rowOf(tenantId, key, bucket))
  return [...known.values()]
}

const rowOf = (tenantId: string, key: ActivityKey, bucket: Bucket): NewRow<'alert_activity'> => {
  const { start, kind, ...content } = bucket
  return {
    tenant_id: tenantId,
    rule_id: key.ruleId,
    rule_version: key.ruleVersion,
    actor_key: key.actorKey,
    bucket: start,
    kind,
    content: JSON.stringify(content),
  }
}

const store = async (within: AlertTransaction, row: NewRow<'alert_activity'>): Promise<void> => {
  await within
    .insertInto('alert_activity')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['rule_id', 'rule_version', 'actor_key', 'bucket', 'kind'])
        .doUpdateSet({ content: row.content }),
    )
    .execute()
}
