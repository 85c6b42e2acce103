import { listProductLicenses, readCustomerLicense, readMasterLicense } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { envelope, type Route, route } from '../../http/index.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly clock: () => Date
}

/** Seats that are taken; nothing here is sold, and only organizations limit them. */
export const licenceRoutes = ({ store, clock }: Dependencies): readonly Route[] => [
  route(readCustomerLicense, async ({ caller }) => {
    const [seatsInUse, backupSeatsInUse] = await Promise.all([
      activeUsers(store, caller.tenantId),
      usersBackingUp(store, caller.tenantId),
    ])
    return envelope.v3({ seatsInUse, backupSeatsInUse })
  }),
  route(readMasterLicense, async ({ caller }) =>
    envelope.v1({}, clock(), { seatsInUse: await activeUsers(store, caller.tenantId) }),
  ),
  route(listProductLicenses, () => envelope.v1({}, clock(), { products: [] })),
]

const activeUsers = async ({ db }: ControlStore, tenantId: string): Promise<number> => {
  const { rows } = await db
    .selectFrom('listing_tally')
    .where('kind', '=', 'user')
    .where('tenant_id', '=', tenantId)
    .where('active', '=', 1)
    .select(({ fn }) => fn.sum<number | null>('amount').as('rows'))
    .executeTakeFirstOrThrow()
  return Number(rows)
}

/** Active users with an active machine that backs up somewhere. */
const usersBackingUp = async ({ db }: ControlStore, tenantId: string): Promise<number> => {
  const { rows } = await db
    .selectFrom('user')
    .innerJoin('agent', 'agent.user_uid', 'user.uid')
    .innerJoin('backup_usage', 'backup_usage.agent_uid', 'agent.uid')
    .where('user.tenant_id', '=', tenantId)
    .where('user.active', '=', 1)
    .where('agent.active', '=', 1)
    .select(({ fn }) => fn.count<number>('user.uid').distinct().as('rows'))
    .executeTakeFirstOrThrow()
  return Number(rows)
}
