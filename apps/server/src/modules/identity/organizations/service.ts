import type { ControlStore } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { NewId } from '../../../platform/ids.ts'
import type { Audit, AuditType } from '../../audit/index.ts'
import type { Authenticator } from '../authenticator.ts'
import { decimalUid, organizationKey } from '../identifiers.ts'
import { type Reach, reachOf } from '../reach.ts'
import type { Followers } from '../users/cascade.ts'
import { type ConsoleSettings, ownSettings } from './console-settings.ts'
import { type DeviceDefaults, withoutCopy } from './device-defaults.ts'
import { createInheritance, type Inheritance } from './inheritance.ts'
import type { OrganizationKey, OrganizationLookup, OrganizationRow } from './lookup.ts'
import type {
  OrganizationColumns,
  OrganizationFilter,
  OrganizationRecord,
  OrganizationRepository,
} from './repository.ts'
import { type OrganizationSettings, settingsOf, usernameIsAnEmail, usernameIsAnEmailKey } from './settings.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly repository: OrganizationRepository
  readonly lookup: OrganizationLookup
  readonly followers: Followers
  readonly authenticator: Authenticator
  readonly audit: Audit
  readonly clock: Clock
  readonly newId: NewId
  readonly newSecret: () => string
  readonly home: () => { readonly organizationUid: string }
}

/** What may be told of an organization; what is absent stays as it is. */
export interface OrganizationWish {
  readonly name?: string | undefined
  readonly externalReference?: string | null | undefined
  readonly notes?: string | null | undefined
  readonly maximumSeats?: number | undefined
  readonly maximumBytes?: number | undefined
  /** Fields of the console's settings page, unchecked. */
  readonly consoleSettings?: ConsoleSettings | undefined
  /** Settings document for new machines. */
  readonly deviceDefaults?: DeviceDefaults | undefined
}

export type Organizations = ReturnType<typeof createOrganizations>

/** The tree of organizations. Deactivating one takes along what is under it; activating it brings exactly that back. */
export const createOrganizations = (dependencies: Dependencies) => {
  const { store, repository, lookup, followers, authenticator, audit, clock, newId, newSecret, home } = dependencies
  const now = () => clock().toISOString()
  const inheritance = createInheritance(store)

  const changeable = async (caller: Caller, key: OrganizationKey): Promise<OrganizationRow> => {
    const row = await lookup.find(reachOf(caller, 'organizations.write'), key)
    if (!row) throw notFound()
    return row
  }

  /** The highest organization the caller reaches. */
  const topOf = ({ path }: Reach): OrganizationKey =>
    path === null ? { uid: home().organizationUid } : { legacyId: Number(path.split('/').at(-2)) }

  const tell = (type: AuditType, actor: Caller, { guid, name }: { guid: string; name: string }): void => {
    authenticator.forgetAll()
    audit.record({ type, actor, details: { orgGuid: guid, orgName: name } })
  }

  return {
    async list(caller: Caller, filter: OrganizationFilter, limit: number, offset = 0) {
      const reach = reachOf(caller, 'organizations.read')
      const safe = { ...filter, search: filter.search?.replaceAll('\0', '') }
      const [organizations, totalCount] = await Promise.all([
        repository.list(reach, safe, limit, offset),
        repository.count(reach, safe),
      ])
      return { organizations, totalCount }
    },

    counts: (organizations: readonly OrganizationRow[]) => repository.counts(organizations.map(({ uid }) => uid)),

    async read(caller: Caller, key: OrganizationKey): Promise<OrganizationRecord> {
      const row = await lookup.find(reachOf(caller, 'organizations.read'), key)
      if (!row) throw notFound()
      return repository.byUid(row.uid)
    },

    /** Organization with the given uid, whoever asks: for what is said of one's own account. */
    byUid: repository.byUid,

    /** Adds an organization under `parent`, by default under the highest the caller reaches. */
    async create(
      caller: Caller,
      wish: OrganizationWish & { readonly name: string },
      parent?: OrganizationKey,
    ): Promise<OrganizationRecord> {
      const reach = reachOf(caller, 'organizations.write')
      const above = await lookup.find(reach, parent ?? topOf(reach))
      if (!above) throw parentNotFound(parent)
      if (above.active === 0) throw refused('The organization above it is deactivated', 'PARENT_ORG_NOT_ACTIVE')
      if (above.blocked === 1) throw refused('The organization above it is blocked', 'PARENT_ORG_BLOCKED')
      const [uid, guid] = [decimalUid(newId()), newId()]
      const times = { created_at: now(), modified_at: now() }
      const place = { uid, guid, tenant_id: above.tenant_id, parent_uid: above.uid, name: wish.name }
      const fresh = { settings: '{}', console_settings: '{}', device_defaults: null }
      const documents = hasDocuments(wish) ? documentsOf(fresh, wish, inheritedBy(await inheritance.of(above))) : {}
      const registration_key = organizationKey(newSecret())
      await repository.insert(above, { ...place, ...times, registration_key, ...columnsOf(wish), ...documents })
      tell('organization_created', caller, { guid, name: wish.name })
      return repository.byUid(uid)
    },

    async update(caller: Caller, key: OrganizationKey, wish: OrganizationWish): Promise<OrganizationRecord> {
      const row = await changeable(caller, key)
      const documents = hasDocuments(wish) ? documentsOf(row, wish, await inheritance.of(row)) : {}
      await repository.update(row.uid, { ...columnsOf(wish), ...documents, modified_at: now() })
      tell('organization_updated', caller, row)
      return repository.byUid(row.uid)
    },

    async deactivate(caller: Caller, key: OrganizationKey): Promise<void> {
      const row = await changeable(caller, key)
      if (row.parent_uid === null) throw refused('The root organization cannot be deactivated', 'ROOT_ORG')
      if (caller.kind === 'user' && (await repository.holdsUser(row.path, caller.id)))
        throw refused('You cannot deactivate your own organization', 'CANNOT_CHANGE_SELF')
      if (row.active === 0) return
      await store.transaction(async (transaction) => {
        const at = now()
        await repository.deactivateUnder(transaction, row, at)
        const own = { active: 0, deactivated_at: at, deactivated_with: null, modified_at: at } as const
        await repository.update(row.uid, own, transaction)
        await followers.tell(transaction, { mark: row.uid, userUid: null, active: false, at })
      })
      tell('organization_deactivated', caller, row)
    },

    async activate(caller: Caller, key: OrganizationKey): Promise<void> {
      const row = await changeable(caller, key)
      if (row.active === 1) return
      await store.transaction(async (transaction) => {
        const at = now()
        const parent = row.parent_uid === null ? null : await lookup.byUid(row.parent_uid, transaction)
        if (parent?.active === 0) throw refused('The organization above it is deactivated', 'ORG_IS_DEACTIVATED')
        await followers.tell(transaction, { mark: row.uid, userUid: null, active: true, at })
        await repository.activateMarked(transaction, row.uid, at)
        const own = { active: 1, deactivated_at: null, deactivated_with: null, modified_at: at } as const
        await repository.update(row.uid, own, transaction)
        await lookup.requireSeat(transaction, row)
      })
      tell('organization_activated', caller, row)
    },

    /** Blocks signing in for the organization and all under it; each keeps its own mark. */
    async setBlocked(caller: Caller, key: OrganizationKey, blocked: boolean): Promise<void> {
      const row = await changeable(caller, key)
      if (blocked && row.parent_uid === null) throw refused('The root organization cannot be blocked', 'ROOT_ORG')
      if (blocked && caller.kind === 'user' && (await repository.holdsUser(row.path, caller.id)))
        throw refused('You cannot block your own organization', 'CANNOT_CHANGE_SELF')
      if ((row.blocked === 1) === blocked) return
      await repository.update(row.uid, { blocked: blocked ? 1 : 0, modified_at: now() })
      tell(blocked ? 'organization_blocked' : 'organization_unblocked', caller, row)
    },

    async writeSettings(caller: Caller, key: OrganizationKey, changes: OrganizationSettings): Promise<void> {
      const row = await changeable(caller, key)
      const settings = JSON.stringify({ ...settingsOf(row), ...changes })
      requireShort(settings)
      await repository.update(row.uid, { settings, modified_at: now() })
      tell('organization_updated', caller, row)
    },
  }
}

/** Longest settings document of one organization, in characters. */
const maximumSettings = 262_144

type Documents = Pick<OrganizationRow, 'settings' | 'console_settings' | 'device_defaults'>

const hasDocuments = ({ consoleSettings, deviceDefaults }: OrganizationWish): boolean =>
  consoleSettings !== undefined || deviceDefaults !== undefined

/** What an organization under this one would have from above, nothing being its own yet. */
const inheritedBy = (above: Inheritance): Inheritance => ({ ...above, own: {}, above: above.inForce })

/** Clients send back whole what they read, so that only what differs becomes the organization's own. */
const documentsOf = (row: Documents, wish: OrganizationWish, inherited: Inheritance): Partial<Documents> => {
  const { consoleSettings, deviceDefaults } = wish
  const own = consoleSettings && JSON.stringify(ownSettings(inherited.own, inherited.above, consoleSettings))
  const defaults = deviceDefaults && JSON.stringify(withoutCopy(deviceDefaults))
  requireShort(own ?? '')
  requireShort(defaults ?? '')
  return {
    ...(own !== undefined && { console_settings: own }),
    ...nameSetting(row, consoleSettings?.[usernameIsAnEmailKey]),
    ...(defaults !== undefined &&
      defaults !== JSON.stringify(inherited.deviceDefaults) && { device_defaults: defaults }),
  }
}

/** Whether user names are e-mail addresses stands with the settings by key. */
const nameSetting = (row: Documents, wish: unknown): Partial<Documents> => {
  if (typeof wish !== 'boolean' || wish === usernameIsAnEmail(row)) return {}
  const setting = { value: String(wish), locked: false }
  return { settings: JSON.stringify({ ...settingsOf(row), [usernameIsAnEmailKey]: setting }) }
}

const requireShort = (document: string): void => {
  if (document.length > maximumSettings) throw refused('The settings are too long', 'SETTINGS_TOO_LONG')
}

const columnsOf = (wish: OrganizationWish): OrganizationColumns => ({
  ...(wish.name !== undefined && { name: wish.name }),
  ...(wish.externalReference !== undefined && { external_reference: wish.externalReference }),
  ...(wish.notes !== undefined && { notes: wish.notes }),
  ...(wish.maximumSeats !== undefined && { maximum_seats: wish.maximumSeats }),
  ...(wish.maximumBytes !== undefined && { maximum_bytes: wish.maximumBytes }),
})

const notFound = (): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: 'Organization was not found', familyCode: 'ORG_NOT_FOUND' })

const parentNotFound = (parent: OrganizationKey = { guid: '' }): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', {
    field: 'guid' in parent ? 'body.parentOrgGuid' : 'uid' in parent ? 'body.parentOrgUid' : 'body.parentOrgId',
    reason: 'Organization was not found',
    familyCode: 'ORG_NOT_FOUND',
  })

const refused = (reason: string, familyCode: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { reason, familyCode })
