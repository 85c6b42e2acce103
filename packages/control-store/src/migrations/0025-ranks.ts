import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

/**
 * Where rows stand in the orders of lists. Each order is cut into blocks, every block bears how many rows it holds, and
 * a page anywhere is found by adding those up. How an order is cut changes what a page costs, never what it holds.
 */
export const ranks: NumberedMigration = {
  name: '0025-ranks',
  async up(db, types) {
    await createRank(db, types)
    for (const list of lists) {
      for (const name of list.replaced) await db.schema.dropIndex(name).execute()
      for (const statement of [...indexes(list, types.dialect), ...fill(list)]) await run(db, statement)
    }
    const rules = types.dialect === 'sqlite' ? sqliteRules : postgresRules
    for (const statement of rules) await run(db, statement)
  },
}

const run = (db: Kysely<unknown>, statement: string) => sql.raw(statement).execute(db)

/** Rows of a block when it is made. */
const blockRows = 1024

type Row = '' | 'old.' | 'new.'

interface Listed {
  readonly kind: 'user' | 'agent'
  readonly organization: string
  /** Columns by which lists are ordered, by the name of the order; rows that are the same go by their numbers. */
  readonly orders: Readonly<Record<string, string>>
  /** Orders with an index alone: they change all the time, or very many rows bear one key. */
  readonly unranked: Readonly<Record<string, string>>
  /** Indexes that broke ties in other ways. */
  readonly replaced: readonly string[]
  /** What else lists are narrowed by. */
  readonly narrowing: readonly string[]
}

const users: Listed = {
  kind: 'user',
  organization: 'org_uid',
  orders: { username: 'username_key', email: 'email', first_name: 'first_name', last_name: 'last_name' },
  unranked: {},
  replaced: ['user_name'],
  narrowing: [],
}

const agents: Listed = {
  kind: 'agent',
  organization: 'owner_org_uid',
  orders: { name: 'name', hostname: 'hostname' },
  unranked: { connected: 'last_connected_at', owner: 'user_uid', type: 'agent_type', system: 'os_name' },
  replaced: ['agent_name', 'agent_connected', 'agent_org_name'],
  narrowing: ['user_uid', 'agent_type', 'os_name'],
}

const lists = [users, agents]

const createRank = (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) =>
  db.schema
    .createTable('listing_rank')
    .addColumn('list', text, (column) => column.notNull())
    .addColumn('tenant_id', text, (column) => column.notNull())
    .addColumn('key', text, (column) => column.notNull())
    .addColumn('number', integer, (column) => column.notNull())
    .addColumn('active', flag, (column) => column.notNull())
    .addColumn('blocked', flag, (column) => column.notNull())
    .addColumn('amount', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('listing_rank_key', ['list', 'tenant_id', 'key', 'number', 'active', 'blocked'])
    .execute()

const alwaysThere = new Set(['username_key', 'email', 'name', 'agent_type'])

const keyOf = (column: string, row: Row = '') =>
  alwaysThere.has(column) ? `${row}${column}` : `coalesce(${row}${column}, '')`

/**
 * What lists are narrowed by stands in the index, so that what a page skips is skipped without reading its rows. For
 * PostgreSQL the bare column does as well: it does not read a column off an expression.
 */
const indexes = ({ kind, organization, orders, unranked }: Listed, dialect: ColumnTypes['dialect']) => {
  const rest = `legacy_id, uid, ${organization}, active, blocked`
  const bare = (column: string) => (dialect === 'postgres' && !alwaysThere.has(column) ? `include (${column})` : '')
  const ordered = Object.entries({ ...orders, ...unranked }).map(
    ([name, column]) =>
      `create index ${kind}_by_${name} on "${kind}" (tenant_id, ${keyOf(column)}, ${rest}) ${bare(column)}`,
  )
  if (kind === 'user') return ordered
  return [...ordered, 'create index agent_org_name on agent (owner_org_uid, name, legacy_id, uid, active, blocked)']
}

/** Every ranked order by its name, the one by number among them. */
const keysOf = ({ kind, orders }: Listed, row: Row = ''): (readonly [string, string])[] => [
  [`${kind}.number`, `''`],
  ...Object.entries(orders).map(([name, column]) => [`${kind}.${name}`, keyOf(column, row)] as const),
]

const columns = 'list, tenant_id, key, number, active, blocked, amount'

const fill = (list: Listed) =>
  keysOf(list).map(([name, key]) => {
    const numbered = `select tenant_id, active, blocked, ${key} as key, legacy_id as number,
      (row_number() over (partition by tenant_id order by ${key}, legacy_id) - 1) / ${blockRows} as block
      from "${list.kind}"`
    const first = (column: string, lowest: string) => `case when block = 0 then ${lowest} else
      first_value(${column}) over (partition by tenant_id, block order by key, number) end`
    return `insert into listing_rank (${columns})
      select '${name}', tenant_id, first_key, first_number, active, blocked, count(*) from (
        select tenant_id, active, blocked, ${first('key', `''`)} as first_key, ${first('number', '0')} as first_number
        from (${numbered}) as numbered) as placed
      group by tenant_id, first_key, first_number, active, blocked`
  })

/** The block of a place. Below the first block there is nothing, or a block yet to come. */
const block = (column: 'key' | 'number', lowest: string, collation = '') => `coalesce((select place.${column}
  from listing_rank as place where place.list = moved.list and place.tenant_id = moved.tenant_id
    and (place.key, place.number) <= (moved.key${collation}, moved.number)
  order by place.key desc, place.number desc limit 1), ${lowest})`

/** Adds up what rows that moved take from blocks and bring to them. */
const moveBetweenBlocks = (moved: string, collation = '') => `insert into listing_rank (${columns})
  select list, tenant_id, block_key, block_number, active, blocked, sum(amount) from (
    select list, tenant_id, ${block('key', `''`, collation)} as block_key, ${block('number', '0', collation)}
      as block_number, active, blocked, amount
    from (${moved}) as moved) as placed
  group by 1, 2, 3, 4, 5, 6 having sum(amount) <> 0
  on conflict (list, tenant_id, key, number, active, blocked)
    do update set amount = listing_rank.amount + excluded.amount;`

const whenChanged = (names: readonly string[], differ: string) =>
  `when (${names.map((name) => `old.${name} ${differ} new.${name}`).join(' or ')})`

const placing = ({ orders }: Listed) => ['tenant_id', 'active', 'blocked', ...Object.values(orders)]
/** What totals depend on. Agents tell the same of themselves every minute, which changes nothing. */
const settling = (list: Listed) => [...placing(list), list.organization, ...list.narrowing]

const sqliteMoves = (list: Listed, ...rows: readonly Row[]) => {
  const moved = rows.flatMap((row) =>
    keysOf(list, row).map(
      ([name, key]) => `select '${name}' as list, ${row}tenant_id as tenant_id, ${key} as key,
        ${row}legacy_id as number, ${row}active as active, ${row}blocked as blocked, ${row === 'old.' ? -1 : 1} as amount`,
    ),
  )
  return moveBetweenBlocks(moved.join(' union all '))
}

const revise = (name: string) => `insert into revision (name, writer, changes) values ('${name}', 0, 1)
  on conflict (name, writer) do update set changes = changes + 1;`

const trigger = (name: string, event: string, body: string) => `create trigger ${name} after ${event} begin ${body} end`

const sqliteList = (list: Listed) => {
  const { kind } = list
  const moved = `update of ${placing(list).join(', ')} on "${kind}" ${whenChanged(placing(list), 'is not')}`
  const changed = `update of ${settling(list).join(', ')} on "${kind}" ${whenChanged(settling(list), 'is not')}`
  return [
    trigger(`${kind}_rank_insert`, `insert on "${kind}"`, sqliteMoves(list, 'new.') + revise(kind)),
    trigger(`${kind}_rank_update`, moved, sqliteMoves(list, 'old.', 'new.')),
    trigger(`${kind}_rank_delete`, `delete on "${kind}"`, sqliteMoves(list, 'old.') + revise(kind)),
    trigger(`${kind}_revise`, changed, revise(kind)),
  ]
}

const sqliteRules = [
  ...lists.flatMap(sqliteList),
  ...(['insert', 'update', 'delete'] as const).map((event) =>
    trigger(`user_role_revise_${event}`, `${event} on user_role`, revise('user')),
  ),
]

/**
 * What a transaction changes waits for its commit, and is then added up in one go: a row that is changed very often in
 * one transaction becomes slow to change. One commit at a time, or each could wait for what the other holds.
 */
const postgresTables = [
  `create unlogged table listing_change (writer bigint not null, kind text collate "C" not null, tenant_id text,
     org_uid text, active integer, blocked integer, number bigint, keys text[], amount integer not null)`,
  'create index listing_change_writer on listing_change (writer)',
  'create unlogged table listing_commit (writer bigint primary key)',
]

const procedure = (name: string, body: string) => `create function ${name}() returns trigger language plpgsql
  set search_path from current as $$ begin ${body} return null; end $$`

const listed = (list: Listed) => keysOf(list).map(([name]) => `'${name}'`)
const mine = 'from listing_change where writer = new.writer'
const moved = `select place.list, tenant_id, place.key, number, active, blocked, amount from listing_change,
  unnest(case kind ${lists.map((list) => `when '${list.kind}' then array[${listed(list).join(', ')}]`).join(' ')} end,
    keys) as place (list, key) where writer = new.writer and amount <> 0`

const postgresCommit = [
  procedure(
    'listing_commit',
    `perform pg_advisory_xact_lock(hashtext(current_schema()), hashtext('listing_tally'));
     insert into listing_tally (kind, tenant_id, org_uid, active, blocked, amount)
       select kind, tenant_id, org_uid, active, blocked, sum(amount) ${mine} and amount <> 0
       group by 1, 2, 3, 4, 5 having sum(amount) <> 0
       on conflict (kind, tenant_id, org_uid, active, blocked)
         do update set amount = listing_tally.amount + excluded.amount;
     ${moveBetweenBlocks(moved, ' collate "C"')}
     insert into revision (name, writer, changes) select distinct kind, 0, 1 ${mine}
       on conflict (name, writer) do update set changes = revision.changes + 1;
     delete ${mine};
     delete from listing_commit where writer = new.writer;`,
  ),
  `create constraint trigger listing_commit after insert on listing_commit deferrable initially deferred
     for each row execute function listing_commit()`,
]

const announce = 'insert into listing_commit values (txid_current()) on conflict do nothing;'
const note = (list: Listed, row: 'old.' | 'new.') => {
  const organization = `coalesce(${row}${list.organization}, '')`
  const keys = keysOf(list, row).map(([, key]) => key)
  return `insert into listing_change values (txid_current(), '${list.kind}', ${row}tenant_id, ${organization},
    ${row}active, ${row}blocked, ${row}legacy_id, array[${keys.join(', ')}], ${row === 'old.' ? -1 : 1});`
}

const postgresList = (list: Listed) => {
  const { kind } = list
  const changed = `update of ${settling(list).join(', ')} on "${kind}" for each row
    ${whenChanged(settling(list), 'is distinct from')}`
  return [
    ...['insert', 'update', 'delete'].map((event) => `drop trigger ${kind}_tally_${event} on "${kind}"`),
    `drop function ${kind}_tally()`,
    procedure(
      `${kind}_change`,
      `if tg_op <> 'INSERT' then ${note(list, 'old.')} end if;
       if tg_op <> 'DELETE' then ${note(list, 'new.')} end if; ${announce}`,
    ),
    ...[`insert on "${kind}" for each row`, changed, `delete on "${kind}" for each row`].map(
      (event) => `create trigger ${kind}_change_${event.slice(0, 6)} after ${event} execute function ${kind}_change()`,
    ),
  ]
}

const postgresRules = [
  ...postgresTables,
  ...postgresCommit,
  ...lists.flatMap(postgresList),
  procedure(
    'user_role_change',
    `insert into listing_change (writer, kind, amount) values (txid_current(), 'user', 0); ${announce}`,
  ),
  `create trigger user_role_change after insert or update or delete on user_role
     for each statement execute function user_role_change()`,
]
