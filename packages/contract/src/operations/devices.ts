import { z } from 'zod'
import { operation } from '../operation.ts'
import { anyCase, pageNumber, pageSize, queryBoolean } from './coercion.ts'
import { negotiatedErrorsOfOne, portal, portalErrors, portalErrorsOfOne } from './portal.ts'

const text = z.string().nullable()
const instant = z.iso.datetime().nullable()

export const PortalDevice = z.object({
  deviceId: z.string(),
  legacyDeviceId: z.string(),
  name: z.string(),
  osHostname: text,
  status: z.string(),
  active: z.boolean(),
  blocked: z.boolean(),
  alertState: z.int(),
  userId: text,
  legacyUserId: text,
  orgId: text,
  legacyOrgId: text,
  orgGuid: text,
  externalReferenceInfo: text,
  notes: text,
  lastConnected: instant,
  osName: text,
  osVersion: text,
  osArch: text,
  address: text,
  remoteAddress: text,
  timeZone: text,
  version: text,
  build: z.int().nullable(),
  creationDate: z.iso.datetime(),
  modificationDate: z.iso.datetime(),
  loginDate: instant,
})

const filters = {
  active: queryBoolean.optional(),
  blocked: queryBoolean.optional(),
  sortKey: anyCase(['name', 'osHostname', 'os', 'lastConnected']).optional(),
  sortDirection: anyCase(['asc', 'desc']).optional(),
  page: pageNumber,
}

const shared = {
  method: 'GET',
  ...portal,
  permission: 'agents.read',
} as const

const replaced = (replacedBy: string, added: '2020-12-15' | '2021-03-03') =>
  ({ added, deprecated: '2023-04-19', sunset: '2024-04-19', replacedBy }) as const

const list = {
  status: 200,
  type: 'application/json',
  schema: z.object({ devices: z.array(PortalDevice), totalCount: z.int() }),
} as const

export const listDevices = operation({
  ...shared,
  id: 'devices.list',
  family: 'devices',
  summary: 'List devices',
  path: '/v1/devices',
  query: z.object({ ...filters, pageSize: pageSize(100, 2000) }),
  success: list,
  errors: portalErrors,
  lifecycle: replaced('agents.search', '2021-03-03'),
})

export const readDevice = operation({
  ...shared,
  id: 'devices.read',
  family: 'devices',
  summary: 'Read a device',
  path: '/v1/devices/{deviceId}',
  params: z.object({ deviceId: z.string() }),
  success: { status: 200, type: 'application/json', schema: PortalDevice },
  errors: portalErrorsOfOne,
  lifecycle: replaced('agents.read', '2021-03-03'),
})

export const listUserDevices = operation({
  ...shared,
  id: 'users.devices',
  family: 'users',
  summary: 'List the devices of a user',
  path: '/v1/users/{userId}/devices',
  params: z.object({ userId: z.string() }),
  query: z.object({ ...filters, pageSize: pageSize(500, 2000) }),
  success: list,
  errors: negotiatedErrorsOfOne,
  lifecycle: replaced('agents.search', '2020-12-15'),
})

export const devicesOperations = [listDevices, readDevice, listUserDevices] as const
