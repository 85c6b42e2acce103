import type { ControlStore, NewRow, Row } from '@spillway/control-store'
import type { Reach } from '../reach.ts'
import { isOfOrganizationsAt } from '../within.ts'

export type ProvisioningTokenRow = Row<'provisioning_token'>

/** Replaces what `secret` stands for: `before` is the hash that must still be there. */
interface Replacement {
  readonly before: string
  readonly secret_hash: string
  readonly expires_at: string | null
  readonly modified_at: string
}

export type ProvisioningTokenRepository = ReturnType<typeof createProvisioningTokenRepository>

export const createProvisioningTokenRepository = ({ db }: ControlStore) => ({
  byId: (id: string): Promise<ProvisioningTokenRow | undefined> =>
    db.selectFrom('provisioning_token').selectAll().where('id', '=', id).executeTakeFirst(),

  /** Those within reach; one that is bound to no organization is within an unbounded reach only. */
  after: ({ tenantId, path }: Reach, id: string, limit: number): Promise<ProvisioningTokenRow[]> =>
    db
      .selectFrom('provisioning_token')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .$if(path !== null, (all) => all.where(isOfOrganizationsAt('provisioning_token.org_uid', path ?? '')))
      .where('id', '>', id)
      .orderBy('id')
      .limit(limit)
      .execute(),

  /** Path of an organization of the tenant. */
  organizationPath: async (tenantId: string, uid: string): Promise<string | undefined> => {
    const found = db.selectFrom('organization').select('path').where('tenant_id', '=', tenantId).where('uid', '=', uid)
    return (await found.executeTakeFirst())?.path
  },

  insert: (row: NewRow<'provisioning_token'>): Promise<ProvisioningTokenRow> =>
    db.insertInto('provisioning_token').values(row).returningAll().executeTakeFirstOrThrow(),

  /** Undefined when the token was replaced or revoked meanwhile. */
  replace: (id: string, { before, ...columns }: Replacement): Promise<ProvisioningTokenRow | undefined> =>
    db
      .updateTable('provisioning_token')
      .set({ ...columns, last_used_at: null })
      .where('id', '=', id)
      .where('secret_hash', '=', before)
      .returningAll()
      .executeTakeFirst(),

  remove: async (id: string): Promise<boolean> => {
    const { numDeletedRows } = await db.deleteFrom('provisioning_token').where('id', '=', id).executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  },

  markUsed: async (id: string, at: string): Promise<void> => {
    await db.updateTable('provisioning_token').set({ last_used_at: at }).where('id', '=', id).execute()
  },
})
