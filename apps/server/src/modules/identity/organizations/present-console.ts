import { type ConsoleQuery, includes } from '../../../http/index.ts'
import type { ConsoleCounts } from './console-counts.ts'
import { groupsFromAbove } from './console-settings.ts'
import type { Inheritance } from './inheritance.ts'
import type { OrganizationRecord } from './repository.ts'
import { usernameIsAnEmail } from './settings.ts'

/** A destination as an organization offers it. */
export interface Offer {
  readonly destinationId: number
  readonly guid: string
  readonly destinationName: string
  readonly type: string
}

/** What stands beside an organization in the console, where it was asked for. */
export interface OrganizationSurroundings {
  readonly counts?: ConsoleCounts | undefined
  readonly inheritance?: Inheritance | undefined
  readonly destinations?: readonly Offer[] | undefined
}

/** The organization as the console API shows it; counts, settings and what it inherits where asked for. */
export const presentConsoleOrganization = (
  organization: OrganizationRecord,
  query: ConsoleQuery,
  around: OrganizationSurroundings = {},
) => ({
  orgId: organization.legacy_id,
  orgUid: organization.uid,
  orgGuid: organization.guid,
  orgName: organization.name,
  orgExtRef: organization.external_reference,
  notes: organization.notes,
  status: [organization.active ? 'Active' : 'Deactivated', ...(organization.blocked ? ['Blocked'] : [])].join(', '),
  active: organization.active === 1,
  blocked: organization.blocked === 1,
  parentOrgId: organization.parent_legacy_id,
  parentOrgUid: organization.parent_uid,
  parentOrgGuid: organization.parent_guid,
  type: 'ENTERPRISE',
  classification: 'BASIC',
  externalId: organization.uid,
  hierarchyCounts: {},
  configInheritanceCounts: {},
  creationDate: organization.created_at,
  modificationDate: organization.modified_at,
  deactivationDate: organization.deactivated_at,
  registrationKey: organization.registration_key,
  reporting: { orgManagers: [] },
  customConfig: organization.console_settings !== '{}' || organization.device_defaults !== null,
  ...presentSettings(organization, query, around),
  ...expansionsOf(organization, query, around),
})

const presentSettings = (organization: OrganizationRecord, query: ConsoleQuery, around: OrganizationSurroundings) => {
  const { inheritance } = around
  const own = quotas(organization)
  if (!inheritance || !includes(query, 'incSettings'))
    return { settings: own, settingsInherited: { maxSeats: '', maxBytes: '' }, settingsSummary: own }
  return {
    settings: allSettings(organization, inheritance, around.destinations ?? []),
    settingsInherited: { maxSeats: '', maxBytes: '', ...inheritance.above },
    settingsSummary: { ...own, ...inheritance.inForce },
  }
}

const expansionsOf = (
  organization: OrganizationRecord,
  query: ConsoleQuery,
  { counts, inheritance }: OrganizationSurroundings,
) => ({
  ...(inheritance && includes(query, 'incDeviceDefaults') && { deviceDefaults: inheritance.deviceDefaults }),
  ...(inheritance && includes(query, 'incInheritedOrgInfo') && { orgInheritDto: sources(organization, inheritance) }),
  ...(includes(query, 'incCounts') && counts),
})

const quotas = ({ maximum_seats, maximum_bytes }: OrganizationRecord) => ({
  maxSeats: maximum_seats,
  maxBytes: maximum_bytes,
})

/** The settings page: what is in force here. Every organization offers every destination. */
export const allSettings = (
  organization: OrganizationRecord,
  { own, inForce }: Inheritance,
  destinations: readonly Offer[],
) => ({
  ...quotas(organization),
  ...inForce,
  ...groupsFromAbove(own),
  usernameIsAnEmail: usernameIsAnEmail(organization),
  isSimpleOrg: false,
  isDefaultRolesInherited: !Object.hasOwn(own, 'defaultRoles'),
  securityKeyInherit: !Object.hasOwn(own, 'securityKeyType'),
  isUsingDestinationDefaults: true,
  destinations: [...destinations],
  allDestinations: [...destinations],
  reportLastSent: null,
})

/** Which organization each part of the configuration comes from; destinations belong to the whole tenant. */
const sources = ({ legacy_id, uid }: OrganizationRecord, { settingsFrom, deviceDefaultsFrom, root }: Inheritance) => ({
  orgId: legacy_id,
  orgUid: uid,
  orgIdProvidingOrg: settingsFrom.legacy_id,
  orgUidProvidingOrg: settingsFrom.uid,
  orgNameProvidingOrg: settingsFrom.name,
  orgIdProvidingDestinations: root.legacy_id,
  orgUidProvidingDestinations: root.uid,
  orgNameProvidingDestinations: root.name,
  orgIdProvidingDeviceDefaults: deviceDefaultsFrom.legacy_id,
  orgUidProvidingDeviceDefaults: deviceDefaultsFrom.uid,
  orgNameProvidingDeviceDefaults: deviceDefaultsFrom.name,
})
