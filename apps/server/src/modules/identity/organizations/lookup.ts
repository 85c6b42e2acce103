import type { ControlStore, Database, Row } from '@spillway/control-store'
import { type ConsoleQuery, organizationKeyOf, type RecordKey } from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import { isStorable } from '../matching.ts'
import { lineage, type Reach, reaches } from '../reach.ts'
import type { PeopleRepository } from '../users/repository.ts'

export type OrganizationRow = Row<'organization'>

/** How to name one organization. */
export type OrganizationKey = RecordKey | { readonly guid: string }

export type OrganizationLookup = ReturnType<typeof createOrganizationLookup>

/** Organizations as users need them. */
export const createOrganizationLookup = (store: ControlStore, people: Pick<PeopleRepository, 'activeUnder'>) => ({
  byUid: (uid: string, db: Database = store.db): Promise<OrganizationRow> =>
    db.selectFrom('organization').selectAll().where('uid', '=', uid).executeTakeFirstOrThrow(),

  /** Null when unknown or out of reach: which of the two is not told. */
  async find(reach: Reach, key: OrganizationKey, db: Database = store.db): Promise<OrganizationRow | null> {
    const [column, value] = columnOf(key)
    if (typeof value === 'string' && !isStorable(value)) return null
    const row = await db
      .selectFrom('organization')
      .selectAll()
      .where('tenant_id', '=', reach.tenantId)
      .where(column, '=', value)
      .executeTakeFirst()
    return row && reaches(reach, row.path) ? row : null
  },

  /** What a search of the console is narrowed to, undefined when it is not; `unknown` says that nothing bears the key. */
  async narrowing(reach: Reach, query: ConsoleQuery, unknown: string): Promise<OrganizationRow | undefined> {
    const key = organizationKeyOf(query)
    if (!key) return undefined
    const found = await this.find(reach, key)
    if (!found) throw new SpillwayError('MALFORMED_REQUEST', { reason: unknown })
    return found
  },

  requireReach(reach: Reach, { path }: OrganizationRow): void {
    if (reaches(reach, path)) return
    throw new SpillwayError('MALFORMED_REQUEST', { reason: 'Organization was not found', familyCode: 'ORG_NOT_FOUND' })
  },

  /** Whether the organization and those above it have a seat for one more active user. */
  async requireSeat(db: Database, { path }: OrganizationRow): Promise<void> {
    const limits = db
      .selectFrom('organization')
      .select(['path', 'name', 'maximum_seats'])
      .where('path', 'in', lineage(path))
      .where('maximum_seats', '>=', 0)
      .orderBy('path')
    // Of two who take the last seat at once, the second must see the first. SQLite lets only one write at a time.
    const limited = await (store.dialect === 'postgres' ? limits.forUpdate() : limits).execute()
    for (const one of limited)
      if ((await people.activeUnder(db, one.path)) > one.maximum_seats) throw noSeat(one.name, one.maximum_seats)
  },
})

const columnOf = (key: OrganizationKey): readonly ['uid' | 'guid' | 'legacy_id', string | number] => {
  if ('uid' in key) return ['uid', key.uid]
  return 'guid' in key ? ['guid', key.guid] : ['legacy_id', key.legacyId]
}

const noSeat = (name: string, seats: number): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', {
    reason: `${name} has no seat left of ${seats}`,
    familyCode: 'MAX_SEATS_EXCEEDED',
  })
