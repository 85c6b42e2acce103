import type { NumberedMigration } from './columns.ts'

/** What the server itself took out of a rule, and why it stands still. */
export const removedIndicators: NumberedMigration = {
  name: '0036-removed-indicators',
  async up(db, { text }) {
    await db.schema
      .alterTable('alert_rule')
      .addColumn('removed_indicators', text, (column) => column.notNull().defaultTo('[]'))
      .execute()
    await db.schema.alterTable('alert_rule').addColumn('warning', text).execute()
  },
}
