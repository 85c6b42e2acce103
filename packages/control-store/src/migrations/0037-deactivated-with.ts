import { sql } from 'kysely'
import type { NumberedMigration } from './columns.ts'

/** Who and what comes back with a user or an organization is found without looking at everybody. */
export const deactivatedWith: NumberedMigration = {
  name: '0037-deactivated-with',
  async up(db) {
    for (const table of ['user', 'agent', 'organization'])
      await db.schema
        .createIndex(`${table}_deactivated_with`)
        .on(table)
        .column('deactivated_with')
        .where(sql.ref('deactivated_with'), 'is not', null)
        .execute()
  },
}
