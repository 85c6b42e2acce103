import { z } from 'zod'
import { operation } from '../operation.ts'

export const readCustomer = operation({
  id: 'customer.read',
  family: 'customer',
  summary: 'Read the tenant',
  method: 'GET',
  path: '/v1/customer',
  authentication: 'bearer',
  // Clients of every kind look the tenant up first; any valid token may.
  permission: null,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ name: z.string(), registrationKey: z.string(), tenantId: z.string() }),
  },
  errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'STORE_UNAVAILABLE'],
  errorShape: 'portal',
  lifecycle: { added: '2020-12-15' },
  source: 'published',
})

export const readCustomerV3 = operation({
  id: 'customer.my.v3',
  family: 'customer',
  summary: 'Read the tenant (console path)',
  method: 'GET',
  path: '/api/v3/customer/my',
  alternatePaths: [
    {
      path: '/c42api/v3/customer/my',
      source: 'published',
      lifecycle: {
        added: '2017-01-01',
        deprecated: '2022-01-26',
        sunset: '2023-01-26',
        replacedBy: 'customer.my.v3',
      },
    },
  ],
  authentication: 'bearer',
  permission: null,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({
      data: z.object({
        name: z.string(),
        registrationKey: z.string(),
        deploymentModel: z.enum(['PUBLIC', 'HYBRID', 'PRIVATE']),
        maintenanceMode: z.boolean(),
        tenantUid: z.string(),
        masterServicesAgreement: z.object({ accepted: z.boolean(), acceptanceRequired: z.boolean() }),
      }),
      error: z.null(),
      warnings: z.null(),
    }),
  },
  errors: ['UNAUTHENTICATED', 'NOT_FOUND', 'STORE_UNAVAILABLE'],
  errorShape: 'console-v3',
  lifecycle: { added: '2017-01-01' },
  source: 'client',
})

export const customerOperations = [readCustomer, readCustomerV3] as const
