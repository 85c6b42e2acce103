import { sql } from 'kysely'
import type { NumberedMigration } from './columns.ts'

/** Of shards of detection (ADR 43). */
const shards = 16

export const detectionShards: NumberedMigration = {
  name: '0031-detection-shards',
  async up(db, { text, integer }) {
    await db.schema
      .createTable('detection_shard')
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('shard', integer, (column) => column.notNull())
      .addColumn('cursor', text, (column) => column.notNull())
      .addColumn('owner', text)
      .addColumn('lease_expires_at', text)
      .addColumn('caught_up_at', text)
      .addPrimaryKeyConstraint('detection_shard_key', ['tenant_id', 'shard'])
      .execute()
    // Every shard goes on where the one reader stood.
    for (let shard = 0; shard < shards; shard++)
      await sql`insert into detection_shard (tenant_id, shard, cursor)
        select tenant_id, ${sql.lit(shard)}, cursor from detection_state`.execute(db)
    await db.schema.dropTable('detection_state').execute()
  },
}
