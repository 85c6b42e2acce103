import { type Lifecycle, lifecycleState } from './lifecycle.ts'
import { headerComponents } from './openapi/headers.ts'
import { createSchemaWriter, type SchemaWriter } from './openapi/json-schema.ts'
import { parameters, requestBody, security, securitySchemes } from './openapi/requests.ts'
import { errorComponent, errorSchemas, responses } from './openapi/responses.ts'
import type { Operation } from './operation.ts'
import { webAppLifecycle, webApps } from './web-apps.ts'

export interface OpenApiOptions {
  /** Version of the product. */
  readonly version: string
  /** Describe the surface of this instant: leaves out what was not born, flags what was deprecated. Default: everything. */
  readonly at?: Date
}

// An alias and not an interface: only aliases fit where any further keys are allowed.
export type OpenApiDocument = {
  readonly openapi: '3.1.0'
  readonly info: Readonly<Record<string, unknown>>
  /** Names under which every path that starts with `/api/` is served too, and until when. */
  readonly 'x-web-apps': Readonly<Record<string, unknown>>
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components: Readonly<Record<string, unknown>>
}

/** The whole contract as an OpenAPI 3.1 document. */
export const buildOpenApi = (operations: readonly Operation[], { version, at }: OpenApiOptions): OpenApiDocument => {
  const writer = createSchemaWriter()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { operation, path, lifecycle, id } of operations.flatMap(placesOf)) {
    if (at && operation.source !== 'own' && lifecycleState(lifecycle, at) === 'unborn') continue
    paths[path] = {
      ...paths[path],
      [operation.method.toLowerCase()]: describe({ ...operation, path, lifecycle: asOf(lifecycle, at), id }, writer),
    }
  }
  const errors = Object.entries(errorSchemas).map(([shape, schema]) => [
    errorComponent(shape as ErrorShapeName),
    schema,
  ])
  const schemas = { ...Object.fromEntries(errors), ...writer.components }
  return {
    openapi: '3.1.0',
    info: { title: 'Spillway', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    'x-web-apps': { names: webApps, ...webAppLifecycle },
    paths,
    components: { securitySchemes, ...headerComponents, schemas },
  }
}

type ErrorShapeName = keyof typeof errorSchemas

interface Place {
  readonly operation: Operation
  readonly path: string
  readonly lifecycle: Lifecycle
  readonly id: string
}

const placesOf = (operation: Operation): Place[] => [
  { operation, path: operation.path, lifecycle: operation.lifecycle, id: operation.id },
  ...(operation.alternatePaths ?? []).map(({ path, lifecycle }, index) => ({
    operation,
    path,
    lifecycle: { replacedBy: operation.lifecycle.replacedBy ?? operation.id, ...lifecycle },
    id: `${operation.id}.alternate-${index + 1}`,
  })),
]

const describe = (operation: Operation, writer: SchemaWriter): Record<string, unknown> => {
  const body = requestBody(operation, writer)
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.family],
    ...history(operation.lifecycle),
    'x-source': operation.source,
    'x-permission': operation.permission,
    security: security(operation),
    parameters: parameters(operation, writer),
    ...(body !== undefined && { requestBody: body }),
    responses: responses(operation, writer),
  }
}

/** What is known of a history on a date: nothing of a deprecation yet to come. */
const asOf = (lifecycle: Lifecycle, at: Date | undefined): Lifecycle =>
  at && lifecycleState(lifecycle, at) === 'current' ? { added: lifecycle.added } : lifecycle

const history = ({ added, deprecated, sunset, replacedBy }: Lifecycle): Record<string, unknown> => ({
  'x-added': added,
  ...(deprecated && {
    deprecated: true,
    'x-deprecated': deprecated,
    'x-sunset': sunset,
    'x-replaced-by': replacedBy,
  }),
})
