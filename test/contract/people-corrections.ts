import { corrections } from './corrections.ts'
import type { Corrections, Schema } from './swagger.ts'

const text: Schema = { type: 'string', 'x-nullable': true }
const whole: Schema = { type: 'integer', 'x-nullable': true }
const instant: Schema = { type: 'string', format: 'date-time', 'x-nullable': true }
const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` })
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', properties })
const nullable = (definition: string, names: readonly string[], schema = text) =>
  Object.fromEntries(names.map((name) => [`${definition}.${name}`, schema]))

/**
 * Where the definition of September 2024 is wrong or silent about people and machines: the shapes named in the API delta
 * (section 2) and the domain reference (0.3), the keys that came later (0.4), and what is null where it is unknown.
 */
export const peopleCorrections: Corrections = {
  definitions: {
    ...corrections.definitions,
    AgentListResponse: object({
      agents: { type: 'array', items: ref('AgentResponse') },
      totalCount: { type: 'integer' },
      page: { type: 'integer' },
      pageSize: { type: 'integer' },
    }),
    UserRoleResponse: object({ roles: { type: 'array', items: ref('UserRole') } }),
    UserRole: object({
      roleId: { type: 'string' },
      roleName: { type: 'string' },
      creationDate: { type: 'string', format: 'date-time' },
      modificationDate: { type: 'string', format: 'date-time' },
      permissionIds: { type: 'array', items: { type: 'string' } },
    }),
  },
  properties: {
    ...nullable('UserResponse', ['firstName', 'lastName', 'notes']),
    ...nullable('OrgResponse', ['orgExtRef', 'notes', 'parentOrgGuid', 'deactivationDate', 'registrationKey']),
    ...nullable('AgentResponse', ['userId', 'osHostname', 'osName', 'machineId', 'serialNumber', 'externalReference']),
    ...nullable('AgentResponse', ['appVersion', 'productVersion']),
    ...nullable('AgentResponse', ['lastConnected'], instant),
    ...nullable('DeviceResponse', ['osHostname', 'userId', 'legacyUserId', 'orgId', 'legacyOrgId', 'notes', 'version']),
    ...nullable('DeviceResponse', ['externalReferenceInfo', 'lastConnected', 'osName', 'osVersion', 'osArch']),
    ...nullable('DeviceResponse', ['address', 'remoteAddress', 'timeZone', 'loginDate']),
    ...nullable('DeviceResponse', ['build'], whole),
  },
  later: {
    AgentResponse: { agentHealthModificationDate: instant },
    DeviceResponse: { orgGuid: text },
    UserRoleUpdateResponse: Object.fromEntries(
      ['newlyAssignedRolesIds', 'unassignedRolesIds', 'ignoredRolesIds'].map((name) => [
        name,
        { type: 'array', items: { type: 'string' } },
      ]),
    ),
  },
}
