import { type ControlStore, isUniqueViolation, type NewRow, type Row } from '@spillway/control-store'
import { chunksOf } from '../../platform/chunks.ts'
import { type ChainEnd, chainStart } from './record.ts'

/** Rows in one insert: PostgreSQL takes 65,535 parameters, SQLite 32,766. */
const rowsPerInsert = 500
/** Other nodes append too; who comes second starts over from the new end. */
const attempts = 5

export type AuditRepository = ReturnType<typeof createAuditRepository>

export const createAuditRepository = (store: ControlStore) => ({
  /** Appends what `link` makes of the end of the chain, all or nothing. */
  append: async (link: (end: ChainEnd) => NewRow<'audit_record'>[]): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await appendOnce(store, link)
      } catch (error) {
        if (!isUniqueViolation(error) || attempt === attempts) throw error
      }
    }
  },

  /** Records after a number in chain order. */
  after: (seq: number, limit: number): Promise<Row<'audit_record'>[]> =>
    store.db.selectFrom('audit_record').selectAll().where('seq', '>', seq).orderBy('seq').limit(limit).execute(),
})

const appendOnce = (store: ControlStore, link: (end: ChainEnd) => NewRow<'audit_record'>[]): Promise<void> =>
  store.transaction(async (transaction) => {
    const last = await transaction
      .selectFrom('audit_record')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    const rows = link(last ?? chainStart)
    for (const some of chunksOf(rows, rowsPerInsert))
      await transaction.insertInto('audit_record').values(some).execute()
  })
