import { z } from 'zod'
import { operation } from '../../operation.ts'
import { console1, console3, consoleErrors, consoleQuery, ok1, ok3, olderPaths, olderV3Paths } from './envelope.ts'

const family = { family: 'console-plumbing' } as const
const read = { ...family, ...console1, method: 'GET', permission: 'customer.read', errors: consoleErrors } as const

export const ping = operation({
  ...family,
  id: 'console-plumbing.ping.v1',
  summary: 'Tell that the console API answers',
  method: 'GET',
  path: '/api/v1/Ping',
  alternatePaths: olderPaths('Ping'),
  authentication: 'none',
  permission: null,
  success: ok1(z.object({ success: z.literal(true) })),
  errors: [],
  errorShape: 'console-v1',
  lifecycle: console1.lifecycle,
  source: 'client',
})

export const readCustomerLicense = operation({
  ...family,
  ...console3,
  id: 'console-plumbing.customer-license.v3',
  summary: 'Tell how many seats are taken: active users, and those of them whose machines back up',
  method: 'GET',
  path: '/api/v3/customerLicense',
  alternatePaths: olderV3Paths('customerLicense'),
  permission: 'customer.read',
  success: ok3(z.object({ seatsInUse: z.int(), backupSeatsInUse: z.int() })),
  errors: consoleErrors,
})

export const readMasterLicense = operation({
  ...read,
  id: 'console-plumbing.master-license.v1',
  summary: 'Tell how many seats are taken',
  path: '/api/v1/MasterLicense',
  alternatePaths: olderPaths('MasterLicense'),
  success: ok1(z.object({ seatsInUse: z.int() })),
})

export const listProductLicenses = operation({
  ...read,
  id: 'console-plumbing.product-licenses.v1',
  summary: 'List licences; this software needs none',
  path: '/api/v1/ProductLicense',
  alternatePaths: olderPaths('ProductLicense'),
  success: ok1(z.object({ products: z.array(z.never()) })),
})

export const readDiagnostic = operation({
  ...read,
  id: 'console-plumbing.diagnostic.v1',
  summary: 'Tell whether the control store answers',
  path: '/api/v1/Diagnostic',
  alternatePaths: olderPaths('Diagnostic'),
  query: consoleQuery(['incVolumes']),
  success: ok1(
    z.object({
      diagnosticTimestamp: z.iso.datetime(),
      dbOk: z.boolean(),
      volumes: z.array(z.never()),
      systemAlerts: z.array(z.never()),
    }),
  ),
})

export const consolePlumbingOperations = [
  ping,
  readCustomerLicense,
  readMasterLicense,
  listProductLicenses,
  readDiagnostic,
] as const
