import type { ControlStore, NewRow } from '@spillway/control-store'
import { type Lesson, lessonOf } from './lesson.ts'

/** Lessons that tenants wrote, and who names them. */
export const createLessonsRepository = ({ db }: Pick<ControlStore, 'db'>) => {
  const kept = (tenantId: string) => db.selectFrom('lesson').where('tenant_id', '=', tenantId)
  return {
    all: async (tenantId: string): Promise<readonly Lesson[]> => {
      const rows = kept(tenantId).selectAll().where('deleted_at', 'is', null).orderBy('title').orderBy('id')
      return (await rows.execute()).map(lessonOf)
    },

    find: async (tenantId: string, id: string, removedToo: boolean): Promise<Lesson | null> => {
      const rows = kept(tenantId).selectAll().where('id', '=', id)
      const row = await (removedToo ? rows : rows.where('deleted_at', 'is', null)).executeTakeFirst()
      return row ? lessonOf(row) : null
    },

    insert: async (row: NewRow<'lesson'>): Promise<void> => {
      await db.insertInto('lesson').values(row).execute()
    },

    update: async (id: string, row: Partial<NewRow<'lesson'>>): Promise<void> => {
      await db.updateTable('lesson').set(row).where('id', '=', id).execute()
    },

    /** Names of rules that send a lesson. */
    rulesNaming: async (tenantId: string, id: string): Promise<readonly string[]> => {
      const rules = await db
        .selectFrom('alert_rule')
        .select(['name', 'education'])
        .where('tenant_id', '=', tenantId)
        .where('deleted_at', 'is', null)
        .where('education', 'is not', null)
        .execute()
      return rules.filter(({ education }) => lessonNamed(education) === id).map(({ name }) => name)
    },

    /** Whether some watchlist that is there sends it. */
    isOfWatchlist: async (tenantId: string, id: string): Promise<boolean> => {
      const row = await db
        .selectFrom('watchlist_lesson as setting')
        .innerJoin('watchlist', 'watchlist.id', 'setting.watchlist_id')
        .select('setting.watchlist_id')
        .where('setting.tenant_id', '=', tenantId)
        .where('setting.lesson_id', '=', id)
        .where('watchlist.deleted_at', 'is', null)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

export type LessonsRepository = ReturnType<typeof createLessonsRepository>

const lessonNamed = (education: string | null): string | null =>
  education === null ? null : (JSON.parse(education) as { readonly lessonId: string | null }).lessonId
