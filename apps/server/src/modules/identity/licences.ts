import { listProductLicenses, readCustomerLicense, readMasterLicense } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { type Caller, envelope, type Route, route } from '../../http/index.ts'
import { pathEnd, type Reach, reachOf } from './reach.ts'
import { isWithin } from './within.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly clock: () => Date
}

/** Seats that are taken; nothing here is sold, and only organizations limit them. */
export const licenceRoutes = ({ store, clock }: Dependencies): readonly Route[] => [
  route(readCustomerLicense, async ({ caller }) => {
    const reach = seatReach(caller)
    const [seatsInUse, backupSeatsInUse] = await Promise.all([activeUsers(store, reach), usersBackingUp(store, reach)])
    return envelope.v3({ seatsInUse, backupSeatsInUse })
  }),
  route(readMasterLicense, async ({ caller }) =>
    envelope.v1({}, clock(), { seatsInUse: await activeUsers(store, seatReach(caller)) }),
  ),
  route(listProductLicenses, () => envelope.v1({}, clock(), { products: [] })),
]

/** An administrator of one organization sees the seats that are taken there. */
const seatReach = (caller: Caller): Reach => reachOf(caller, 'customer.read')

const activeUsers = async ({ db }: ControlStore, { tenantId, path }: Reach): Promise<number> => {
  const active = db
    .selectFrom('listing_tally')
    .where('kind', '=', 'user')
    .where('tenant_id', '=', tenantId)
    .where('active', '=', 1)
    .select(({ fn }) => fn.sum<number | null>('amount').as('rows'))
  const under = (from: string) =>
    db.selectFrom('organization').select('uid').where('path', '>=', from).where('path', '<', pathEnd(from))
  const { rows } = await (path === null ? active : active.where('org_uid', 'in', under(path))).executeTakeFirstOrThrow()
  return Number(rows)
}

/** Active users with an active machine that backs up somewhere. */
const usersBackingUp = async ({ db }: ControlStore, reach: Reach): Promise<number> => {
  const { rows } = await db
    .selectFrom('user')
    .innerJoin('agent', 'agent.user_uid', 'user.uid')
    .innerJoin('backup_usage', 'backup_usage.agent_uid', 'agent.uid')
    .where(isWithin('user', reach))
    .where('user.active', '=', 1)
    .where('agent.active', '=', 1)
    .select(({ fn }) => fn.count<number>('user.uid').distinct().as('rows'))
    .executeTakeFirstOrThrow()
  return Number(rows)
}
