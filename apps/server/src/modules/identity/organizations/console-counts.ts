import type { ControlStore, Database } from '@spillway/control-store'
import { sql } from 'kysely'
import { inChunks } from '../in-chunks.ts'
import { pathEnd } from '../reach.ts'
import { childrenOf, keyed, machinesIn, usersIn } from './contents.ts'

/** What is directly in an organization. */
export interface ConsoleCounts {
  readonly computerCount: number
  readonly shareDeviceCount: number
  readonly backupDeviceCount: number
  readonly backupComputerCount: number
  readonly userCount: number
  readonly licensedUserCount: number
  readonly orgCount: number
  readonly planCount: number
  readonly coldBytes: number
}

/** What is under an organization, and how much of it takes its configuration from above. */
export interface InheritanceCounts {
  readonly allOrgCount: number
  readonly allDeviceCount: number
  readonly inheritedOrgCount: number
  readonly inheritedDeviceCount: number
}

export interface HierarchyCounts {
  readonly settings: InheritanceCounts
  readonly deviceDefaults: InheritanceCounts
}

export const createConsoleCounts = ({ db }: Pick<ControlStore, 'db'>) => ({
  ofMany: async (uids: readonly string[]): Promise<ReadonlyMap<string, ConsoleCounts>> => {
    const [users, machines, plans, children] = await Promise.all([
      usersIn(db, uids),
      machinesIn(db, uids),
      plansIn(db, uids),
      childrenOf(db, uids),
    ])
    return new Map(
      uids.map((uid) => [
        uid,
        {
          computerCount: Number(machines.get(uid)?.rows ?? 0),
          shareDeviceCount: 0,
          backupDeviceCount: Number(plans.get(uid)?.machines ?? 0),
          backupComputerCount: Number(plans.get(uid)?.machines ?? 0),
          userCount: Number(users.get(uid)?.rows ?? 0),
          licensedUserCount: Number(users.get(uid)?.active ?? 0),
          orgCount: Number(children.get(uid)?.rows ?? 0),
          planCount: Number(plans.get(uid)?.rows ?? 0),
          coldBytes: 0,
        },
      ]),
    )
  },

  /** Of an organization at `path` and those under it, itself not counted among the organizations. */
  under: async (path: string): Promise<HierarchyCounts> => {
    const [organizations, devices] = await Promise.all([organizationsUnder(db, path), devicesUnder(db, path)])
    const all = { allOrgCount: Number(organizations.rows), allDeviceCount: Number(devices.rows) }
    return {
      settings: {
        ...all,
        inheritedOrgCount: Number(organizations.settings ?? 0),
        inheritedDeviceCount: Number(devices.settings ?? 0),
      },
      deviceDefaults: {
        ...all,
        inheritedOrgCount: Number(organizations.defaults ?? 0),
        inheritedDeviceCount: Number(devices.defaults ?? 0),
      },
    }
  },
})

const every = sql<number>`count(*)`.as('rows')
/** A machine has a plan for every destination it backs up to. */
const plansIn = async (db: Database, uids: readonly string[]) =>
  keyed(
    await inChunks(uids, (some) =>
      db
        .selectFrom('backup_usage')
        .innerJoin('agent', 'agent.uid', 'backup_usage.agent_uid')
        .where('agent.owner_org_uid', 'in', some)
        .groupBy('agent.owner_org_uid')
        .select([
          'agent.owner_org_uid as uid',
          every,
          ({ fn }) => fn.count<number>('agent.uid').distinct().as('machines'),
        ])
        .execute(),
    ),
  )

/** Organizations, or what is in them, that take their configuration from above. */
const fromAbove = (each: 1 | 'amount') => {
  const amount = sql.raw(String(each))
  return [
    sql<number>`coalesce(sum(${amount}), 0)`.as('rows'),
    sql<number>`sum(case when organization.console_settings = '{}' then ${amount} else 0 end)`.as('settings'),
    sql<number>`sum(case when organization.device_defaults is null then ${amount} else 0 end)`.as('defaults'),
  ]
}

const organizationsUnder = (db: Database, path: string) =>
  db
    .selectFrom('organization')
    .where('path', '>', path)
    .where('path', '<', pathEnd(path))
    .select(fromAbove(1))
    .executeTakeFirstOrThrow()

const devicesUnder = (db: Database, path: string) =>
  db
    .selectFrom('listing_tally')
    .innerJoin('organization', 'organization.uid', 'listing_tally.org_uid')
    .where('listing_tally.kind', '=', 'agent')
    .where('organization.path', '>=', path)
    .where('organization.path', '<', pathEnd(path))
    .select(fromAbove('amount'))
    .executeTakeFirstOrThrow()
