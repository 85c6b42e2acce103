import { healthOf } from './health.ts'
import type { MachineRecord } from './repository.ts'

/** The agent as the published API shows it. */
export const presentPortalAgent = (machine: MachineRecord, now: Date) => {
  const { issues, changedAt } = healthOf(machine, now)
  return {
    agentId: machine.uid,
    name: machine.name,
    userId: machine.user_uid,
    osHostname: machine.hostname,
    osName: machine.os_name,
    machineId: machine.machine_id,
    serialNumber: machine.serial_number,
    active: machine.active === 1,
    agentType: machine.agent_type,
    agentHealthIssueTypes: issues,
    agentHealthModificationDate: changedAt,
    appVersion: machine.agent_version,
    productVersion: machine.product_version ?? machine.agent_version,
    lastConnected: machine.last_connected_at,
    externalReference: machine.external_reference,
    creationDate: machine.created_at,
    modificationDate: machine.modified_at,
  }
}

/** The same as the deprecated devices family shows it. */
export const presentDevice = (machine: MachineRecord) => ({
  deviceId: machine.uid,
  legacyDeviceId: String(machine.legacy_id),
  name: machine.name,
  osHostname: machine.hostname,
  status: statusOf(machine),
  active: machine.active === 1,
  blocked: machine.blocked === 1,
  alertState: machine.alert_state & connectionAlerts,
  userId: machine.user_uid,
  legacyUserId: asText(machine.owner_legacy_id),
  orgId: machine.org_uid,
  legacyOrgId: asText(machine.org_legacy_id),
  orgGuid: machine.org_guid,
  externalReferenceInfo: machine.external_reference,
  notes: machine.notes,
  lastConnected: machine.last_connected_at,
  osName: machine.os_name,
  osVersion: machine.os_version,
  osArch: machine.os_arch,
  address: machine.address,
  remoteAddress: machine.remote_address,
  timeZone: machine.time_zone,
  version: machine.product_version ?? machine.agent_version,
  build: machine.build_stamp,
  creationDate: machine.created_at,
  modificationDate: machine.modified_at,
  loginDate: machine.login_at,
})

/** Warning and critical of the connection; this family knows no others. */
const connectionAlerts = 3

/** `Active` or `Deactivated`, then what else is so. */
export const statusOf = ({ active, blocked, deauthorized }: MachineRecord): string =>
  [active ? 'Active' : 'Deactivated', ...(blocked ? ['Blocked'] : []), ...(deauthorized ? ['Deauthorized'] : [])].join(
    ', ',
  )

const asText = (id: number | null): string | null => (id === null ? null : String(id))
