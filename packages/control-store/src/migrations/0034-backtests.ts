import type { NumberedMigration } from './columns.ts'

export const backtests: NumberedMigration = {
  name: '0034-backtests',
  async up(db, { text, integer }) {
    await db.schema
      .createTable('backtest')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('request', text, (column) => column.notNull())
      .addColumn('state', text, (column) => column.notNull())
      .addColumn('reason', text)
      .addColumn('progress', text, (column) => column.notNull())
      .addColumn('result', text)
      .addColumn('attempts', integer, (column) => column.notNull())
      .addColumn('owner', text)
      .addColumn('lease_expires_at', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('created_by', text, (column) => column.notNull())
      .addColumn('started_at', text)
      .addColumn('finished_at', text)
      .execute()
    await db.schema.createIndex('backtest_state').on('backtest').columns(['tenant_id', 'state', 'created_at']).execute()
    await db.schema.createIndex('backtest_created').on('backtest').columns(['tenant_id', 'created_at', 'id']).execute()
    await db.schema
      .createTable('backtest_alert')
      .addColumn('backtest_id', text, (column) => column.notNull().references('backtest.id').onDelete('cascade'))
      .addColumn('position', integer, (column) => column.notNull())
      .addColumn('content', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('backtest_alert_key', ['backtest_id', 'position'])
      .execute()
  },
}
