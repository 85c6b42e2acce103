import type { NumberedMigration } from './columns.ts'

export const sessions: NumberedMigration = {
  name: '0029-sessions',
  async up(db, { text, integer, flag, serialKey }) {
    await db.schema
      .createTable('session')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('actor_key', text, (column) => column.notNull())
      .addColumn('actor_id', text, (column) => column.notNull())
      .addColumn('actor', text, (column) => column.notNull())
      .addColumn('start', integer, (column) => column.notNull())
      .addColumn('begin_at', integer, (column) => column.notNull())
      .addColumn('end_at', integer, (column) => column.notNull())
      .addColumn('score', integer, (column) => column.notNull())
      .addColumn('severity', integer, (column) => column.notNull())
      .addColumn('is_shown', flag, (column) => column.notNull())
      .addColumn('alert_count', integer, (column) => column.notNull())
      .addColumn('state', text, (column) => column.notNull())
      .addColumn('first_observed', integer)
      .addColumn('last_updated', integer, (column) => column.notNull())
      .addColumn('content', text, (column) => column.notNull())
      .execute()
    for (const column of ['end_at', 'begin_at', 'score', 'actor_id'])
      await db.schema
        .createIndex(`session_${column}`)
        .on('session')
        .columns(['tenant_id', 'is_shown', column, 'start'])
        .execute()
    await db.schema
      .createTable('session_alert')
      .addColumn('alert_id', text, (column) => column.primaryKey().notNull())
      .addColumn('session_id', text, (column) => column.notNull().references('session.id'))
      .addColumn('rule_id', text, (column) => column.notNull())
      .addColumn('rule_name', text, (column) => column.notNull())
      .addColumn('lesson_id', text)
      .addColumn('file_count', integer, (column) => column.notNull())
      .addColumn('indicators', text, (column) => column.notNull())
      .addColumn('created_at', integer, (column) => column.notNull())
      .execute()
    await db.schema
      .createIndex('session_alert_session')
      .on('session_alert')
      .columns(['session_id', 'created_at', 'alert_id'])
      .execute()
    await db.schema
      .createTable('session_mark')
      .addColumn('session_id', text, (column) => column.notNull().references('session.id'))
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('value', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('session_mark_key', ['session_id', 'kind', 'value'])
      .execute()
    await db.schema
      .createTable('session_entry')
      .addColumn('number', serialKey)
      .addColumn('session_id', text, (column) => column.notNull().references('session.id'))
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('at', integer, (column) => column.notNull())
      .addColumn('user_id', text)
      .addColumn('content', text, (column) => column.notNull())
      .execute()
    await db.schema.createIndex('session_entry_session').on('session_entry').columns(['session_id', 'number']).execute()
  },
}
