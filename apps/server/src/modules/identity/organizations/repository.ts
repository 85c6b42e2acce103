import {
  type ControlStore,
  type Database,
  type NewRow,
  nextLegacyId,
  type Row,
  type Tables,
} from '@spillway/control-store'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { contains } from '../matching.ts'
import { pathEnd, type Reach } from '../reach.ts'
import { isOfOrganizationsAt } from '../within.ts'
import { childrenOf, machinesIn, usersIn } from './contents.ts'
import type { OrganizationRow } from './lookup.ts'

export interface OrganizationFilter {
  readonly active?: boolean | undefined
  readonly blocked?: boolean | undefined
  /** Part of the name. */
  readonly search?: string | undefined
}

export interface OrganizationRecord extends OrganizationRow {
  readonly parent_guid: string | null
  readonly parent_legacy_id: number | null
}

export interface OrganizationCounts {
  readonly users: number
  readonly computers: number
  readonly children: number
}

export type OrganizationColumns = Partial<
  Omit<Row<'organization'>, 'uid' | 'legacy_id' | 'tenant_id' | 'guid' | 'path'>
>
export type OrganizationRepository = ReturnType<typeof createOrganizationRepository>

type Builder = ExpressionBuilder<Tables, 'organization'>

export const createOrganizationRepository = (store: ControlStore) => {
  const records = () =>
    store.db
      .selectFrom('organization')
      .leftJoin('organization as parent', 'parent.uid', 'organization.parent_uid')
      .selectAll('organization')
      .select(['parent.guid as parent_guid', 'parent.legacy_id as parent_legacy_id'])

  return {
    byUid: (uid: string): Promise<OrganizationRecord> =>
      records().where('organization.uid', '=', uid).executeTakeFirstOrThrow(),

    list: (reach: Reach, filter: OrganizationFilter, limit: number, offset = 0): Promise<OrganizationRecord[]> =>
      records()
        .where(
          'organization.uid',
          'in',
          store.db
            .selectFrom('organization')
            .select('uid')
            .where((builder) => matches(builder, reach, filter)),
        )
        .orderBy('organization.legacy_id')
        .limit(limit)
        .offset(offset)
        .execute(),

    count: async (reach: Reach, filter: OrganizationFilter): Promise<number> => {
      const row = await store.db
        .selectFrom('organization')
        .where((builder) => matches(builder, reach, filter))
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow()
      return Number(row.rows)
    },

    /** Users, machines and organizations directly in each organization. */
    counts: async (uids: readonly string[]): Promise<ReadonlyMap<string, OrganizationCounts>> => {
      const [users, computers, children] = await Promise.all([
        usersIn(store.db, uids),
        machinesIn(store.db, uids),
        childrenOf(store.db, uids),
      ])
      return new Map(
        uids.map((uid) => [
          uid,
          {
            users: Number(users.get(uid)?.rows ?? 0),
            computers: Number(computers.get(uid)?.rows ?? 0),
            children: Number(children.get(uid)?.rows ?? 0),
          },
        ]),
      )
    },

    /** Adds an organization under `parent`, whose path it goes on. */
    insert: (parent: OrganizationRow, row: Omit<NewRow<'organization'>, 'legacy_id' | 'path'>): Promise<void> =>
      store.transaction(async (transaction) => {
        const legacyId = await nextLegacyId(transaction, 'organization')
        const place = { legacy_id: legacyId, path: `${parent.path}${legacyId}/` }
        await transaction
          .insertInto('organization')
          .values({ ...row, ...place })
          .execute()
      }),

    update: async (uid: string, changes: OrganizationColumns, db: Database = store.db): Promise<void> => {
      await db.updateTable('organization').set(changes).where('uid', '=', uid).execute()
    },

    /** Deactivates what is active under an organization, users included, marking all of it; their tokens end. */
    deactivateUnder: async (db: Database, { uid, path }: OrganizationRow, at: string): Promise<void> => {
      await db
        .updateTable('user')
        .set(({ eb }) => ({
          active: 0,
          deactivated_with: uid,
          modified_at: at,
          token_generation: eb('token_generation', '+', 1),
        }))
        .where('active', '=', 1)
        .where('org_uid', 'in', organizationsUnder(db, path))
        .execute()
      await db
        .updateTable('organization')
        .set({ active: 0, deactivated_at: at, deactivated_with: uid, modified_at: at })
        .where('active', '=', 1)
        .where('path', '>', path)
        .where('path', '<', pathEnd(path))
        .execute()
    },

    /** Activates again exactly what bears the mark. */
    activateMarked: async (db: Database, mark: string, at: string): Promise<void> => {
      const changes = { active: 1, deactivated_with: null, modified_at: at } as const
      await db.updateTable('user').set(changes).where('deactivated_with', '=', mark).execute()
      const alive = { ...changes, deactivated_at: null }
      await db.updateTable('organization').set(alive).where('deactivated_with', '=', mark).execute()
    },

    holdsUser: async (path: string, userUid: string): Promise<boolean> => {
      const row = await store.db
        .selectFrom('user')
        .select('uid')
        .where('uid', '=', userUid)
        .where(isOfOrganizationsAt('user.org_uid', path))
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

const organizationsUnder = (db: Database, path: string) =>
  db.selectFrom('organization').select('uid').where('path', '>=', path).where('path', '<', pathEnd(path))

const matches = ({ and, eb }: Builder, { tenantId, path }: Reach, filter: OrganizationFilter): Expression<SqlBool> =>
  and([
    eb('organization.tenant_id', '=', tenantId),
    ...(path === null ? [] : [eb('organization.path', '>=', path), eb('organization.path', '<', pathEnd(path))]),
    ...(filter.active === undefined ? [] : [eb('organization.active', '=', filter.active ? 1 : 0)]),
    ...(filter.blocked === undefined ? [] : [eb('organization.blocked', '=', filter.blocked ? 1 : 0)]),
    ...(filter.search === undefined ? [] : [contains(eb.ref('organization.name'), filter.search)]),
  ])
