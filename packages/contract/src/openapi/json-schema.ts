import { z } from 'zod'

export type JsonSchema = Readonly<Record<string, unknown>>

/** Turns Zod schemas into JSON Schema, collecting definitions that refer to themselves under shared names. */
export interface SchemaWriter {
  write(schema: z.ZodType, name: string, io: 'input' | 'output'): JsonSchema
  /** Content of `components.schemas`. */
  readonly components: Readonly<Record<string, JsonSchema>>
}

const componentPath = '#/components/schemas/'

export const createSchemaWriter = (): SchemaWriter => {
  const components: Record<string, JsonSchema> = {}
  return {
    components,
    write: (schema, name, io) => {
      const { $schema, $defs, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<
        string,
        unknown
      >
      for (const [key, definition] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>)) {
        components[`${name}.${key}`] = redirected(definition, name) as JsonSchema
      }
      const result = redirected(own, name) as JsonSchema
      if (!refersTo(own, '#')) return result
      components[name] = result
      return { $ref: `${componentPath}${name}` }
    },
  }
}

/** References inside one schema, `#` and `#/$defs/x`, as references into the document. */
const redirected = (value: unknown, name: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => redirected(item, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' ? redirect(item, name) : redirected(item, name),
    ]),
  )
}

const redirect = (reference: string, name: string): string =>
  reference === '#' ? `${componentPath}${name}` : reference.replace('#/$defs/', `${componentPath}${name}.`)

const refersTo = (value: unknown, target: string): boolean => {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, item]) => (key === '$ref' && item === target) || refersTo(item, target))
}
