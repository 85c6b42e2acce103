import type { Definition, Schema } from './swagger.ts'

type Inheriting = Schema & { readonly allOf?: readonly Inheriting[] }

/** The definition with what a schema inherits written into it. */
export const flattened = ({ definitions, paths }: Definition): Definition => {
  const whole = (schema: Inheriting): Schema => {
    const bases = (schema.allOf ?? []).map((base) =>
      whole(base.$ref ? (definitions[base.$ref.replace('#/definitions/', '')] ?? {}) : base),
    )
    const properties = Object.assign({}, ...bases.map((base) => base.properties), schema.properties) as object
    return schema.allOf ? { type: 'object', properties: properties as never } : schema
  }
  return {
    paths,
    definitions: Object.fromEntries(Object.entries(definitions).map(([name, each]) => [name, whole(each)])),
  }
}
