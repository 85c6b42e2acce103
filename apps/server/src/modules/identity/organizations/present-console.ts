import { type ConsoleQuery, includes } from '../../../http/index.ts'
import type { OrganizationCounts, OrganizationRecord } from './repository.ts'
import { usernameIsAnEmail } from './settings.ts'

/** The organization as the console API shows it; counts and settings where asked for. */
export const presentConsoleOrganization = (
  organization: OrganizationRecord,
  query: ConsoleQuery,
  counts?: OrganizationCounts,
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
  customConfig: true,
  settings: includes(query, 'incSettings') ? allSettings(organization) : quotas(organization),
  settingsInherited: { maxSeats: '', maxBytes: '' },
  settingsSummary: quotas(organization),
  ...(includes(query, 'incCounts') && {
    orgCount: counts?.children ?? 0,
    userCount: counts?.users ?? 0,
    computerCount: counts?.computers ?? 0,
  }),
})

const quotas = ({ maximum_seats, maximum_bytes }: OrganizationRecord) => ({
  maxSeats: maximum_seats,
  maxBytes: maximum_bytes,
})

const allSettings = (organization: OrganizationRecord) => ({
  ...quotas(organization),
  usernameIsAnEmail: usernameIsAnEmail(organization),
  defaultUserMaxBytes: -1,
  defaultRoles: ['Desktop User', 'PROe User'],
  isSimpleOrg: false,
  destinations: [],
  allDestinations: [],
  isUsingDestinationDefaults: true,
  isUsingQuotaDefaults: true,
  securityKeyType: 'AccountPassword',
  securityKeyLocked: false,
  ldapServerIds: [],
  radiusServerIds: [],
  ssoIdentityProviderUids: [],
})
