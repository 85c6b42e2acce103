/** The part of Swagger 2.0 schemas that the published definition uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly 'x-nullable'?: boolean
  /** The newer word for the same, which the definition uses here and there. */
  readonly nullable?: boolean
  /** Not in the definition: stands for any value, or for one of several forms. Used by corrections. */
  readonly any?: true
  readonly either?: readonly Schema[]
}

export interface Definition {
  readonly definitions: Readonly<Record<string, Schema>>
  readonly paths: Readonly<Record<string, Readonly<Record<string, PublishedOperation>>>>
}
export interface PublishedOperation {
  readonly responses: Readonly<Record<string, { readonly schema?: Schema }>>
}

/** What is known to differ from the definition: whole definitions, single properties, and keys that came later. */
export interface Corrections {
  readonly definitions: Readonly<Record<string, Schema>>
  /** By `Definition.property`. */
  readonly properties: Readonly<Record<string, Schema>>
  readonly later: Readonly<Record<string, Readonly<Record<string, Schema>>>>
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

const typeMatches = (value: unknown, { type, format }: Schema): boolean => {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'number') return typeof value === 'number'
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'string') return typeof value === 'string' && (format !== 'date-time' || dateTime.test(value))
  return true
}

const isNullable = (schema: Schema): boolean => schema['x-nullable'] === true || schema.nullable === true

const short = (value: unknown) => JSON.stringify(value)?.slice(0, 80)

/** Compares values with schemas of a definition as corrected; answers what differs, by path. */
export const createChecker = (definition: Definition, corrections: Corrections) => {
  const resolve = (schema: Schema): { name: string | undefined; schema: Schema } => {
    if (schema.$ref === undefined) return { name: undefined, schema }
    const name = schema.$ref.replace('#/definitions/', '')
    const target = corrections.definitions[name] ?? definition.definitions[name]
    if (target === undefined) throw new Error(`no definition ${name}`)
    return { name, schema: target }
  }

  const propertiesOf = (name: string | undefined, { properties = {} }: Schema): Readonly<Record<string, Schema>> => {
    if (name === undefined) return properties
    const corrected = Object.entries(properties).map(([key, schema]) => [
      key,
      corrections.properties[`${name}.${key}`] ?? schema,
    ])
    return { ...Object.fromEntries(corrected), ...corrections.later[name] }
  }

  const object = (value: object, name: string | undefined, schema: Schema, path: string): string[] => {
    const properties = propertiesOf(name, schema)
    if (Object.keys(properties).length === 0) return []
    const given = value as Readonly<Record<string, unknown>>
    const unknown = Object.keys(given).filter((key) => !(key in properties))
    return [
      ...unknown.map((key) => `${path}.${key}: not published`),
      ...Object.entries(properties).flatMap(([key, property]) =>
        key in given ? check(given[key], property, `${path}.${key}`) : [`${path}.${key}: absent`],
      ),
    ]
  }

  const check = (value: unknown, reference: Schema, path: string): string[] => {
    const { name, schema } = resolve(reference)
    if (schema.any) return []
    if (schema.either !== undefined) {
      const outcomes = schema.either.map((form) => check(value, form, path))
      return outcomes.find((problems) => problems.length === 0) ?? outcomes[0] ?? []
    }
    if (value === null) return isNullable(reference) || isNullable(schema) ? [] : [`${path}: null`]
    if (schema.type === 'array') {
      if (!Array.isArray(value)) return [`${path}: ${short(value)} is no array`]
      return value.flatMap((item, index) => check(item, schema.items ?? { any: true }, `${path}[${index}]`))
    }
    if (schema.type === 'object' || schema.properties !== undefined) {
      if (typeof value !== 'object' || Array.isArray(value)) return [`${path}: ${short(value)} is no object`]
      return object(value, name, schema, path)
    }
    if (schema.enum !== undefined && !schema.enum.includes(value))
      return [`${path}: ${short(value)} is not in the list`]
    return typeMatches(value, schema)
      ? []
      : [`${path}: ${short(value)} is no ${schema.type} ${schema.format ?? ''}`.trim()]
  }

  /** What is wrong with the body of a response. An operation without a published schema has nothing wrong. */
  return (method: string, path: string, status: number, body: unknown): string[] => {
    const operation = definition.paths[path]?.[method.toLowerCase()]
    if (operation === undefined) return [`${method} ${path} is not published`]
    const response = operation.responses[String(status)]
    if (response === undefined) return [`${method} ${path} does not answer ${status}`]
    return response.schema === undefined ? [] : check(body, response.schema, '$')
  }
}
