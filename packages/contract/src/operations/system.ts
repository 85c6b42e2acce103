import { z } from 'zod'
import { operation } from '../operation.ts'
import { own } from './own.ts'

const open = {
  family: 'system',
  authentication: 'none',
  permission: null,
  ...own,
} as const

const StoreState = z.enum(['up', 'away'])

export const Readiness = z.object({
  status: z.enum(['ready', 'degraded']),
  controlStore: StoreState,
  eventStore: StoreState,
})

export type Readiness = z.infer<typeof Readiness>

export const readHealth = operation({
  ...open,
  id: 'system.health',
  summary: 'Tell that the process answers; says nothing about the stores',
  method: 'GET',
  path: '/healthz',
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ status: z.literal('ok'), version: z.string() }),
  },
  errors: [],
})

export const readReadiness = operation({
  ...open,
  id: 'system.readiness',
  summary: 'Tell whether both stores answer; 503 with the same body while one is away',
  method: 'GET',
  path: '/readyz',
  success: { status: 200, type: 'application/json', schema: Readiness },
  errors: ['STORE_UNAVAILABLE'],
})

export const readMetrics = operation({
  ...open,
  id: 'system.metrics',
  summary: 'Metrics in the Prometheus text format',
  method: 'GET',
  path: '/metrics',
  success: { status: 200, type: 'text/plain' },
  errors: [],
})

export const readOpenApi = operation({
  ...open,
  id: 'system.openapi',
  summary: 'This API as an OpenAPI 3.1 document, as of the date the request sees',
  method: 'GET',
  path: '/openapi.json',
  success: { status: 200, type: 'application/json', schema: z.looseObject({ openapi: z.string() }) },
  errors: [],
})

const DeprecatedUse = z.object({
  /** Kind and id, such as `api-client:key-…`; `anonymous` where nobody is authenticated. */
  client: z.string(),
  requests: z.int(),
  lastUsedAt: z.iso.datetime(),
})

const DeprecatedPath = z.object({
  operation: z.string(),
  method: z.string(),
  path: z.string(),
  deprecated: z.string(),
  sunset: z.string().nullable(),
  successor: z.string().nullable().describe('Method and path to use instead'),
  uses: z.array(DeprecatedUse),
})

export const Deprecations = z.object({ deprecations: z.array(DeprecatedPath) })

export type Deprecations = z.infer<typeof Deprecations>

export const readDeprecations = operation({
  id: 'lifecycle.deprecations',
  family: 'system',
  summary: 'List what is deprecated, until when, what replaces it, and who still calls it (since the server started)',
  method: 'GET',
  path: '/v1/spillway/deprecations',
  authentication: 'bearer',
  permission: 'customer.read',
  success: { status: 200, type: 'application/json', schema: Deprecations },
  errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'STORE_UNAVAILABLE'],
  ...own,
})

export const systemOperations = [readHealth, readReadiness, readMetrics, readOpenApi, readDeprecations] as const
