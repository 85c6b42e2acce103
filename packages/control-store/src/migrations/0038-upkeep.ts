import { sql } from 'kysely'
import type { NumberedMigration } from './columns.ts'

/** How long activity matters, so that what no longer does can be found; and who looks after what, and when. */
export const upkeep: NumberedMigration = {
  name: '0038-upkeep',
  async up(db, { dialect, text, integer, flag }) {
    for (const column of ['window_start', 'joined_until'])
      await db.schema.alterTable('alert_activity').addColumn(column, integer).execute()
    await db.schema
      .alterTable('alert_activity')
      .addColumn('is_kept', flag, (column) => column.notNull().defaultTo(0))
      .execute()
    const minutes = sql.raw(
      dialect === 'sqlite'
        ? "json_extract(definition, '$.windowMinutes')"
        : "(definition::json ->> 'windowMinutes')::bigint",
    )
    // What is older than 1970 stays for good: the grid of windows is cut otherwise there.
    await sql`update alert_activity
      set window_start = bucket - bucket % past.length,
        joined_until = bucket + 2 * past.length - 300000 - (bucket + past.length - 300000) % past.length
      from (select rule_id, version, ${minutes} * 60000 as length from alert_rule_version) as past
      where past.rule_id = alert_activity.rule_id and past.version = alert_activity.rule_version and bucket >= 0`.execute(
      db,
    )
    await sql`create index alert_activity_joined on alert_activity (joined_until) where is_kept = 0`.execute(db)
    await db.schema.createIndex('backup_usage_history_day').on('backup_usage_history').column('day').execute()
    await db.schema
      .createTable('upkeep_round')
      .addColumn('name', text, (column) => column.primaryKey().notNull())
      .addColumn('due_at', text, (column) => column.notNull())
      .execute()
  },
}
