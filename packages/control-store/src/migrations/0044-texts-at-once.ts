import { sql } from 'kysely'
import type { NumberedMigration } from './columns.ts'

/**
 * On PostgreSQL, parts of names go into their index with the change that brings them, and not into a list that every
 * search goes through until it is emptied. The index is only there where the extension is.
 */
export const textsAtOnce: NumberedMigration = {
  name: '0044-texts-at-once',
  async up(db, { dialect }) {
    if (dialect === 'sqlite') return
    await sql`do $$ declare name text; begin
      foreach name in array array['user_text', 'agent_text'] loop
        if to_regclass(name) is not null then
          execute format('alter index %I set (fastupdate = off)', name);
          perform gin_clean_pending_list(to_regclass(name));
        end if;
      end loop; end $$`.execute(db)
  },
}
