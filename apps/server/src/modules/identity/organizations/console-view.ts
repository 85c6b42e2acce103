import type { ControlStore } from '@spillway/control-store'
import { type ConsoleQuery, includes } from '../../../http/index.ts'
import { type ConsoleCounts, createConsoleCounts } from './console-counts.ts'
import { createInheritance, type Inheritance } from './inheritance.ts'
import { allSettings, type Offer, presentConsoleOrganization } from './present-console.ts'
import type { OrganizationRecord } from './repository.ts'

/** Who manages an organization. */
export interface Manager {
  readonly uid: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly username: string
}

const inheriting = ['incSettings', 'incDeviceDefaults', 'incInheritedOrgInfo'] as const

export type ConsoleView = ReturnType<typeof createConsoleView>

/** Shows organizations as the console does, with the expansions that the query asks for. */
export const createConsoleView = (store: ControlStore) => {
  const counts = createConsoleCounts(store)
  const inheritance = createInheritance(store)

  const countsOf = (records: readonly OrganizationRecord[], query: ConsoleQuery) =>
    includes(query, 'incCounts') ? counts.ofMany(records.map(({ uid }) => uid)) : new Map<string, ConsoleCounts>()
  const inheritanceOf = (records: readonly OrganizationRecord[], query: ConsoleQuery) =>
    inheriting.some((name) => includes(query, name)) ? inheritance.ofMany(records) : new Map<string, Inheritance>()
  const offers = (records: readonly OrganizationRecord[], query: ConsoleQuery) =>
    records[0] && includes(query, 'incSettings') ? destinationsOf(store, records[0].tenant_id) : []

  const all = async (records: readonly OrganizationRecord[], query: ConsoleQuery) => {
    const [counted, inherited, destinations] = await Promise.all([
      countsOf(records, query),
      inheritanceOf(records, query),
      offers(records, query),
    ])
    return records.map((record) => {
      const around = { counts: counted.get(record.uid), inheritance: inherited.get(record.uid) }
      return presentConsoleOrganization(record, query, { ...around, destinations })
    })
  }

  return {
    all,

    /** The settings page of one organization. */
    settings: async (record: OrganizationRecord) => {
      const [inherited, destinations] = await Promise.all([
        inheritance.of(record),
        destinationsOf(store, record.tenant_id),
      ])
      return allSettings(record, inherited, destinations)
    },

    /** One by itself shows its managers too, and with the counts those of all under it. */
    async one(record: OrganizationRecord, query: ConsoleQuery) {
      const [[shown], managers, hierarchy] = await Promise.all([
        all([record], query),
        managersOf(store, record.uid),
        includes(query, 'incCounts') ? counts.under(record.path) : undefined,
      ])
      if (!shown) throw new Error('An organization that is not shown')
      return {
        ...shown,
        reporting: { orgManagers: managers },
        ...(hierarchy && { hierarchyCounts: hierarchy.settings, configInheritanceCounts: hierarchy.deviceDefaults }),
      }
    },
  }
}

const destinationsOf = async ({ db }: ControlStore, tenantId: string): Promise<Offer[]> =>
  db
    .selectFrom('destination')
    .select(['legacy_id as destinationId', 'guid', 'name as destinationName', 'type'])
    .where('tenant_id', '=', tenantId)
    .orderBy('legacy_id')
    .execute()

/** Roles whose holders the console calls managers of their organization. */
const managing = ['org-admin', 'org-manager']

const managersOf = ({ db }: ControlStore, organizationUid: string): Promise<Manager[]> =>
  db
    .selectFrom('user')
    .select(['uid', 'first_name as firstName', 'last_name as lastName', 'username'])
    .where('org_uid', '=', organizationUid)
    .where('active', '=', 1)
    .where(({ eb, selectFrom }) =>
      eb('uid', 'in', selectFrom('user_role').select('user_uid').where('role_id', 'in', managing)),
    )
    .orderBy('legacy_id')
    .limit(1000)
    .execute()
