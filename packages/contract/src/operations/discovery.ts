import { z } from 'zod'
import { operation } from '../operation.ts'
import { olderPaths } from './console/envelope.ts'

/** The services py42 looks up by key, spelled exactly as it asks for them. */
export const serviceKeys = [
  'FedObserver-API_URL',
  'AlertService-API_URL',
  'FORENSIC_SEARCH-API_URL',
  'EXFILTRATED-DATA-SERVICE_API-URL',
  'AUDIT-LOG_API-URL',
  'CASES_API-URL',
  'TRUSTED-DOMAINS_API-URL',
  'watchlists-API_URL',
  'employeecasemanagementV2-API_URL',
  'employeecasemanagement-API_URL',
  'PRESERVATION-DATA-SERVICE_API-URL',
] as const

export type ServiceKey = (typeof serviceKeys)[number]

export const readServiceUrl = operation({
  id: 'discovery.service-url',
  family: 'discovery',
  summary: 'Look up the base URL of a service; any other key is unknown',
  method: 'GET',
  path: '/v1/{key}',
  authentication: 'none',
  permission: null,
  // A plain string, so that an unknown key is answered as a path that is not there.
  params: z.object({ key: z.string().meta({ enum: [...serviceKeys] }) }),
  success: { status: 200, type: 'text/plain' },
  errors: ['NOT_FOUND'],
  errorShape: 'portal',
  lifecycle: { added: '2019-01-01' },
  source: 'client',
})

export const readServerEnvironment = operation({
  id: 'discovery.server-environment.v1',
  family: 'discovery',
  summary: 'Read what kind of server this is and where its services are',
  method: 'GET',
  path: '/api/v1/ServerEnv',
  alternatePaths: olderPaths('ServerEnv'),
  authentication: 'none',
  permission: null,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({
      clusterType: z.object({
        consumer: z.boolean(),
        business: z.boolean(),
        cpc: z.boolean(),
        multiTenant: z.boolean(),
        enterprise: z.boolean(),
      }),
      serverType: z.object({ master: z.boolean(), storage: z.boolean() }),
      env: z.object({ dev: z.boolean(), prd: z.boolean(), stg: z.boolean(), beta: z.boolean() }),
      secureKeystoreLocked: z.boolean(),
      initialSetupMlk: z.boolean(),
      initialSetupAdmin: z.boolean(),
      ssl: z.boolean(),
      httpPort: z.int(),
      httpsPort: z.int(),
      stsEnabled: z.boolean(),
      stsBaseUrl: z.string(),
    }),
  },
  errors: [],
  errorShape: 'console-v1',
  lifecycle: { added: '2013-01-01' },
  source: 'client',
})

export const discoveryOperations = [readServerEnvironment, readServiceUrl] as const
