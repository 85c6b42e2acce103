import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

/**
 * What keeps lists flat that are searched, filtered or ordered by what changes: a journal of the latest changes, by which
 * remembered places and totals are brought up to date; whether a machine has fallen silent; its backups, added up.
 */
export const journals: NumberedMigration = {
  name: '0035-journals',
  async up(db, { dialect }) {
    const isSqlite = dialect === 'sqlite'
    const statements = [
      ...columns(dialect),
      ...indexes(dialect),
      ...(isSqlite ? sqliteBackups : postgresBackups),
      fillHours,
      ...(isSqlite ? sqliteHours : postgresHours),
      ...journaled.flatMap(isSqlite ? sqliteJournal : postgresJournal),
      ...(isSqlite ? [] : postgresCommit),
    ]
    for (const statement of statements) await run(db, statement)
  },
}

const run = (db: Kysely<unknown>, statement: string) => sql.raw(statement).execute(db)

type Dialect = ColumnTypes['dialect']
type Row = 'old.' | 'new.'

const text = (dialect: Dialect) => (dialect === 'sqlite' ? 'text' : 'text collate "C"')

const latest = `(select max(last_backup_at) from backup_usage where agent_uid = agent.uid)`
const stored = `(select coalesce(sum(archive_bytes), 0) from backup_usage where agent_uid = agent.uid)`
const addUp = `update agent set last_backup_at = ${latest}, archive_bytes = ${stored}`

const columns = (dialect: Dialect) => [
  `alter table agent add column last_backup_at ${text(dialect)}`,
  'alter table agent add column archive_bytes bigint not null default 0',
  'alter table agent add column silent integer not null default 0',
  addUp,
]

const heard = 'coalesce(last_connected_at, created_at)'

/** In the order of lists, with what they are narrowed by. PostgreSQL does not read a column off an expression. */
const indexes = (dialect: Dialect) => {
  const bare = dialect === 'postgres' ? 'include (last_backup_at)' : ''
  const machine = 'legacy_id, uid, owner_org_uid, active, blocked'
  const user = 'legacy_id, uid, org_uid, active, blocked'
  return [
    `create index agent_by_backup on agent (tenant_id, coalesce(last_backup_at, ''), ${machine}) ${bare}`,
    `create index agent_by_archive on agent (tenant_id, archive_bytes, ${machine})`,
    `create index agent_by_created on agent (tenant_id, created_at, ${machine})`,
    `create index agent_ill on agent (tenant_id, name, ${machine}) where health_issues <> '[]' or silent = 1`,
    `create index agent_heard on agent (tenant_id, ${heard}) where active = 1 and silent = 0`,
    `create index agent_silent on agent (tenant_id, active, ${heard}) where silent = 1`,
    `create index user_by_created on "user" (tenant_id, created_at, ${user})`,
    `create index user_by_modified on "user" (tenant_id, modified_at, ${user})`,
  ]
}

const trigger = (name: string, event: string, body: string) => `create trigger ${name} after ${event} begin ${body} end`
const differ = (names: readonly string[], sign: string) =>
  names.map((name) => `old.${name} ${sign} new.${name}`).join(' or ')

const backups = ['last_backup_at', 'archive_bytes']
const addUpOf = (row: Row) => `${addUp} where uid = ${row}agent_uid;`

const sqliteBackups = [
  trigger('backup_added', 'insert on backup_usage', addUpOf('new.')),
  trigger(
    'backup_changed',
    `update of ${backups.join(', ')} on backup_usage when (${differ(backups, 'is not')})`,
    addUpOf('new.'),
  ),
  trigger('backup_gone', 'delete on backup_usage', addUpOf('old.')),
]

const procedure = (name: string, body: string) => `create function ${name}() returns trigger language plpgsql
  set search_path from current as $$ ${body} $$`

/** The machine is locked first: another who adds to it would otherwise not be seen. */
const lockAndAddUp = (row: Row) =>
  `perform from agent where uid = ${row}agent_uid for no key update; ${addUpOf(row)} return null;`

const postgresBackups = [
  procedure(
    'backup_change',
    `begin if tg_op = 'DELETE' then ${lockAndAddUp('old.')} else ${lockAndAddUp('new.')} end if; end`,
  ),
  `create trigger backup_put after insert or delete on backup_usage for each row execute function backup_change()`,
  `create trigger backup_changed after update of ${backups.join(', ')} on backup_usage for each row
     when (${differ(backups, 'is distinct from')}) execute function backup_change()`,
]

/**
 * The order of last connections is counted by the hour: machines that tell of themselves every minute change no tally but
 * once an hour. Its blocks end where hours do, and are never divided.
 */
const hour = (row: Row | '' = '') => `substr(coalesce(${row}last_connected_at, ''), 1, 13)`
const tally = 'list, tenant_id, key, number, active, blocked, amount'
const hoursOf = (rows: string, amount: string) => `insert into listing_rank (${tally})
  select 'agent.connected', tenant_id, hour, 0, active, blocked, ${amount} from ${rows}`
const hourKey = 'group by tenant_id, hour, active, blocked'
const addTally = `on conflict (list, tenant_id, key, number, active, blocked)
  do update set amount = listing_rank.amount + excluded.amount;`

const fillHours = hoursOf(`(select *, ${hour()} as hour from agent) as connected ${hourKey}`, 'count(*)')

const isMoved = (sign: string) =>
  `(${differ(['tenant_id', 'active', 'blocked'], sign)} or ${hour('old.')} <> ${hour('new.')})`
const moves = 'update of tenant_id, active, blocked, last_connected_at on agent'
const one = (row: Row) => `select ${row}tenant_id as tenant_id, ${hour(row)} as hour, ${row}active as active,
  ${row}blocked as blocked, ${row === 'old.' ? -1 : 1} as amount`
const addHours = (...rows: readonly Row[]) =>
  `${hoursOf(`(${rows.map(one).join(' union all ')}) as moved where true`, 'amount')} ${addTally}`

const sqliteHours = [
  trigger('agent_hour_insert', 'insert on agent', addHours('new.')),
  trigger('agent_hour_update', `${moves} when ${isMoved('is not')}`, addHours('old.', 'new.')),
  trigger('agent_hour_delete', 'delete on agent', addHours('old.')),
]

const announce = 'insert into listing_commit values (txid_current()) on conflict do nothing;'
const noteHour = (row: Row) => `insert into agent_hour select txid_current(), moved.* from (${one(row)}) as moved;`

/** Added up with the commit, as all tallies are. */
const postgresHours = [
  `create unlogged table agent_hour (writer bigint not null, tenant_id text collate "C", hour text collate "C",
     active integer, blocked integer, amount integer)`,
  'create index agent_hour_writer on agent_hour (writer)',
  procedure(
    'agent_hour',
    `begin if tg_op <> 'INSERT' then ${noteHour('old.')} end if;
     if tg_op <> 'DELETE' then ${noteHour('new.')} end if; ${announce} return null; end`,
  ),
  'create trigger agent_hour_put after insert or delete on agent for each row execute function agent_hour()',
  `create trigger agent_hour_changed after ${moves} for each row when ${isMoved('is distinct from')}
     execute function agent_hour()`,
]

const addHoursNoted = `
  ${hoursOf(`agent_hour where writer = new.writer ${hourKey} having sum(amount) <> 0`, 'sum(amount)')} ${addTally}
  delete from agent_hour where writer = new.writer;`

interface Journaled {
  readonly kind: 'user' | 'agent'
  /** What never changes of a row. */
  readonly fixed: readonly string[]
  readonly texts: readonly string[]
  readonly flags: readonly string[]
}

const journaled: readonly Journaled[] = [
  {
    kind: 'user',
    fixed: ['uid', 'legacy_id', 'created_at'],
    texts: ['tenant_id', 'org_uid', 'username_key', 'email', 'first_name', 'last_name'],
    flags: ['active', 'blocked'],
  },
  {
    kind: 'agent',
    fixed: ['uid', 'legacy_id', 'created_at'],
    texts: [
      ...['tenant_id', 'owner_org_uid', 'user_uid', 'name', 'hostname', 'agent_type', 'os_name'],
      'health_issues',
    ],
    flags: ['active', 'blocked', 'silent'],
  },
]

/** Entries kept of each journal, at least; who remembers something older counts anew. */
const kept = 2000

const typesOf = ({ texts, flags }: Journaled, dialect: Dialect) => [
  `amount integer not null`,
  `uid ${text(dialect)}, legacy_id bigint, created_at ${text(dialect)}`,
  ...texts.map((name) => `${name} ${text(dialect)}`),
  ...flags.map((name) => `${name} integer`),
]

/** A row as it was is taken away, a row as it is now added. */
const note = ({ kind, fixed, texts, flags }: Journaled, row: Row, more: readonly [string, string][] = []) => {
  const names = [...fixed, ...texts, ...flags]
  const values = [...names.map((name) => `${row}${name}`), ...more.map(([, value]) => value)]
  return `insert into ${kind}_journal (amount, ${[...names, ...more.map(([name]) => name)].join(', ')})
    values (${row === 'old.' ? -1 : 1}, ${values.join(', ')});`
}

const prune = (kind: string) =>
  `delete from ${kind}_journal where seq <= (select max(seq) from ${kind}_journal) - ${kept};`

const changedOf = ({ kind, texts, flags }: Journaled, sign: string) =>
  `update of ${[...texts, ...flags].join(', ')} on "${kind}" ${sign === 'is not' ? '' : 'for each row'}
    when (${differ([...texts, ...flags], sign)})`

const sqliteJournal = (one: Journaled) => {
  const { kind } = one
  const [out, into] = [note(one, 'old.'), note(one, 'new.')]
  const types = ['seq integer primary key autoincrement', ...typesOf(one, 'sqlite')]
  return [
    `create table ${kind}_journal (${types.join(', ')})`,
    trigger(`${kind}_journal_insert`, `insert on "${kind}"`, into + prune(kind)),
    trigger(`${kind}_journal_update`, changedOf(one, 'is not'), out + into + prune(kind)),
    trigger(`${kind}_journal_delete`, `delete on "${kind}"`, out + prune(kind)),
  ]
}

/** Numbers are given with the commit, one commit at a time, so that who sees one has seen all that are lower. */
const postgresJournal = (one: Journaled) => {
  const { kind } = one
  const writer: [string, string][] = [['writer', 'txid_current()']]
  const types = ['seq bigint', 'writer bigint not null', ...typesOf(one, 'postgres')]
  const body = `begin
    if tg_op <> 'INSERT' then ${note(one, 'old.', writer)} end if;
    if tg_op <> 'DELETE' then ${note(one, 'new.', writer)} end if;
    ${announce}
    return null; end`
  return [
    `create table ${kind}_journal (${types.join(', ')})`,
    `create index ${kind}_journal_seq on ${kind}_journal (seq) where seq is not null`,
    `create index ${kind}_journal_writer on ${kind}_journal (writer) where seq is null`,
    `create sequence ${kind}_journal_number`,
    procedure(`${kind}_journal`, body),
    `create trigger ${kind}_journal_put after insert or delete on "${kind}" for each row
       execute function ${kind}_journal()`,
    `create trigger ${kind}_journal_changed after ${changedOf(one, 'is distinct from')}
       execute function ${kind}_journal()`,
  ]
}

const number = ({ kind }: Journaled) => `
  update ${kind}_journal set seq = nextval('${kind}_journal_number') where writer = new.writer and seq is null;
  if found then ${prune(kind)} end if;`

const postgresCommit = [
  procedure(
    'journal_commit',
    `begin perform pg_advisory_xact_lock(hashtext(current_schema()), hashtext('listing_tally'));
     ${journaled.map(number).join('')} ${addHoursNoted} return null; end`,
  ),
  `create constraint trigger journal_commit after insert on listing_commit deferrable initially deferred
     for each row execute function journal_commit()`,
]
