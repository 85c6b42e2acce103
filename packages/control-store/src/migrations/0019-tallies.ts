import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

/** Lists that cost the same however many rows there are: totals kept by the database, narrow indexes, parts of names. */
export const tallies: NumberedMigration = {
  name: '0019-tallies',
  async up(db, types) {
    const rules = types.dialect === 'sqlite' ? sqliteRules : postgresRules
    await db.schema.alterTable('agent').addColumn('owner_org_uid', types.text).execute()
    await run(db, placeMachines)
    await createTally(db, types)
    for (const listed of lists) await run(db, fillTally(listed))
    await index(db)
    for (const statement of rules) await run(db, statement)
  },
}

const run = (db: Kysely<unknown>, statement: string) => sql.raw(statement).execute(db)

interface Listed {
  readonly kind: 'user' | 'agent'
  readonly organization: string
  /** The column as the tally has it. */
  readonly organizationOf: (row: string) => string
  /** Columns that searches look for parts of. */
  readonly texts: readonly string[]
}

const users: Listed = {
  kind: 'user',
  organization: 'org_uid',
  organizationOf: (row) => `${row}org_uid`,
  texts: ['username_key', 'email', 'first_name', 'last_name'],
}
const agents: Listed = {
  kind: 'agent',
  organization: 'owner_org_uid',
  organizationOf: (row) => `coalesce(${row}owner_org_uid, '')`,
  texts: ['name', 'hostname', 'uid'],
}
const lists = [users, agents]

const placeMachines = `update agent set owner_org_uid = (select org_uid from "user" where "user".uid = agent.user_uid)
  where user_uid is not null`

const createTally = (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) =>
  db.schema
    .createTable('listing_tally')
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('tenant_id', text, (column) => column.notNull())
    .addColumn('org_uid', text, (column) => column.notNull())
    .addColumn('active', flag, (column) => column.notNull())
    .addColumn('blocked', flag, (column) => column.notNull())
    .addColumn('amount', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('listing_tally_key', ['kind', 'tenant_id', 'org_uid', 'active', 'blocked'])
    .execute()

const fillTally = ({ kind, organizationOf }: Listed) => `
  insert into listing_tally (kind, tenant_id, org_uid, active, blocked, amount)
  select '${kind}', tenant_id, ${organizationOf('')}, active, blocked, count(*) from "${kind}" group by 2, 3, 4, 5`

/** Replaced by ones that lead to a row without naming the tenant, which leads to all of them. */
const direct = ['user_email_key', 'user_external_reference']

/** Each holds what lists are narrowed by, so that what a page skips is skipped without reading its rows. */
const index = async (db: Kysely<unknown>) => {
  for (const name of [
    'user_listing',
    'user_org',
    'agent_legacy',
    'agent_name',
    'agent_connected',
    'agent_active',
    ...direct,
  ])
    await db.schema.dropIndex(name).execute()
  await run(db, 'create index user_email on "user" (lower(email))')
  const flags = ['active', 'blocked']
  const indexes: readonly (readonly [string, 'user' | 'agent', readonly string[]])[] = [
    ['user_listing', 'user', ['tenant_id', 'legacy_id', 'org_uid', ...flags]],
    ['user_name', 'user', ['tenant_id', 'username_key', 'legacy_id', 'org_uid', ...flags]],
    ['user_org', 'user', ['org_uid', 'legacy_id', ...flags]],
    ['user_reference', 'user', ['external_reference']],
    ['agent_legacy', 'agent', ['tenant_id', 'legacy_id', 'uid', 'owner_org_uid', ...flags]],
    ['agent_name', 'agent', ['tenant_id', 'name', 'uid', 'owner_org_uid', ...flags]],
    ['agent_connected', 'agent', ['tenant_id', 'last_connected_at', 'uid', 'owner_org_uid', ...flags]],
    ['agent_org', 'agent', ['owner_org_uid', 'legacy_id', 'uid', ...flags]],
    ['agent_org_name', 'agent', ['owner_org_uid', 'name', 'uid', ...flags]],
  ]
  for (const [name, table, columns] of indexes)
    await db.schema
      .createIndex(name)
      .on(table)
      .columns([...columns])
      .execute()
}

const places = ({ organizationOf }: Listed, row: string) =>
  `${row}tenant_id, ${organizationOf(row)}, ${row}active, ${row}blocked`

/** Adds what may be less than nothing: of the triggers of one change, whichever comes first finds no row yet. */
const count = (listed: Listed, row: 'old.' | 'new.', amount: 1 | -1) => `
  insert into listing_tally (kind, tenant_id, org_uid, active, blocked, amount)
  values ('${listed.kind}', ${places(listed, row)}, ${amount})
  on conflict (kind, tenant_id, org_uid, active, blocked) do update set amount = listing_tally.amount + ${amount};`

const subtract = (listed: Listed) => count(listed, 'old.', -1)
const add = (listed: Listed) => count(listed, 'new.', 1)

const ownerOrganization = `(select org_uid from "user" where uid = new.user_uid)`
const followUser = 'update agent set owner_org_uid = new.org_uid where user_uid = new.uid;'

const whenMoved = (names: readonly string[], differ: string) =>
  `when (${names.map((name) => `old.${name} ${differ} new.${name}`).join(' or ')})`

const tallied = ({ organization }: Listed) => [organization, 'active', 'blocked', 'tenant_id']

const trigger = (name: string, event: string, body: string) => `create trigger ${name} after ${event} begin ${body} end`

const sqliteTally = (listed: Listed) => {
  const { kind } = listed
  const names = tallied(listed)
  const moved = `update of ${names.join(', ')} on "${kind}" ${whenMoved(names, 'is not')}`
  return [
    trigger(`${kind}_tally_insert`, `insert on "${kind}"`, add(listed)),
    trigger(`${kind}_tally_update`, moved, subtract(listed) + add(listed)),
    trigger(`${kind}_tally_delete`, `delete on "${kind}"`, subtract(listed)),
  ]
}

/** Rows stand under their numbers, which never change; the texts are folded as the search folds them. */
const sqliteTexts = ({ kind, texts }: Listed) => {
  const table = `${kind}_text`
  const folded = (row: string) => texts.map((name) => `lower(${row}${name})`).join(', ')
  const insert = `insert into ${table} (rowid, ${texts.join(', ')})`
  const put = `${insert} values (new.legacy_id, ${folded('new.')});`
  const take = `delete from ${table} where rowid = old.legacy_id;`
  const options = `content='', contentless_delete=1, tokenize='trigram case_sensitive 1'`
  const changed = `update of ${texts.join(', ')} on "${kind}" ${whenMoved(texts, 'is not')}`
  return [
    `create virtual table ${table} using fts5(${texts.join(', ')}, ${options})`,
    `${insert} select legacy_id, ${folded('')} from "${kind}"`,
    trigger(`${table}_insert`, `insert on "${kind}"`, put),
    trigger(`${table}_update`, changed, take + put),
    trigger(`${table}_delete`, `delete on "${kind}"`, take),
  ]
}

const placeMachine = `update agent set owner_org_uid = ${ownerOrganization} where uid = new.uid;`

const sqliteRules = [
  ...lists.flatMap(sqliteTally),
  trigger('agent_owner_insert', 'insert on agent when new.user_uid is not null', placeMachine),
  trigger('agent_owner_update', `update of user_uid on agent ${whenMoved(['user_uid'], 'is not')}`, placeMachine),
  trigger('user_moved', `update of org_uid on "user" ${whenMoved(['org_uid'], '<>')}`, followUser),
  ...lists.flatMap(sqliteTexts),
]

const procedure = (name: string, body: string) => `create function ${name}() returns trigger language plpgsql
  set search_path from current as $$ begin ${body} return new; end $$`

/**
 * Tallies wait for the commit and go one transaction at a time: a lock on them that were taken earlier could be waited
 * for by one who holds what its holder waits for.
 */
const postgresTally = (listed: Listed) => {
  const { kind } = listed
  const names = [...tallied(listed), ...(kind === 'agent' ? ['user_uid'] : [])]
  const constraint = (event: string, condition = '') => `create constraint trigger ${kind}_tally_${event.slice(0, 6)}
    after ${event} on "${kind}" deferrable initially deferred for each row ${condition}
    execute function ${kind}_tally()`
  return [
    procedure(
      `${kind}_tally`,
      `perform pg_advisory_xact_lock(hashtext(current_schema()), hashtext('listing_tally'));
       if tg_op <> 'INSERT' then ${subtract(listed)} end if;
       if tg_op <> 'DELETE' then ${add(listed)} end if;`,
    ),
    constraint('insert'),
    constraint(`update of ${names.join(', ')}`, whenMoved(tallied(listed), 'is distinct from')),
    constraint('delete'),
  ]
}

/** Whoever moves the user meanwhile waits for the machine, or is waited for. */
const postgresOwner = [
  procedure('agent_owner', `new.owner_org_uid := (select org_uid from "user" where uid = new.user_uid for share);`),
  `create trigger agent_owner before insert or update of user_uid on agent for each row execute function agent_owner()`,
  procedure('user_moved', followUser),
  `create trigger user_moved after update of org_uid on "user" for each row
    ${whenMoved(['org_uid'], '<>')} execute function user_moved()`,
]

/** Where the extension may not be made, searches look into every name. */
const postgresTexts = `do $$ declare place text; begin
    if not exists (select from pg_extension where extname = 'pg_trgm') then
      begin create extension pg_trgm with schema public; exception when others then return; end;
    end if;
    select nspname into place from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
      where extname = 'pg_trgm';
    ${lists
      .map(({ kind, texts }) => {
        const parts = texts.map((name) => `lower(${name}) %1$I.gin_trgm_ops`).join(', ')
        return `execute format('create index ${kind}_text on "${kind}" using gin (${parts})', place);`
      })
      .join('\n')}
  end $$`

const postgresRules = [...lists.flatMap(postgresTally), ...postgresOwner, postgresTexts]
