import type { Definition, Schema } from './swagger.ts'

const text: Schema = { type: 'string' }
const optional: Schema = { type: 'string', 'x-nullable': true }
const listOf = (name: string): Schema => ({ type: 'array', items: ref(name) })
const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` })
const answering = (schema: Schema) => ({ get: { responses: { 200: { schema } } } })
const named = { id: text, name: text, description: optional }

/**
 * Risk indicator categories came after the definition of September 2024. This is what is known of them: the operations
 * that the SDK of 2026 calls and the keys that it insists on (API delta 3.14).
 */
export const riskIndicatorsDefinition: Definition = {
  definitions: {
    Categories: { type: 'object', properties: { categories: listOf('Category') } },
    Category: { type: 'object', properties: { ...named, subcategories: listOf('Subcategory') } },
    Subcategory: {
      type: 'object',
      properties: { ...named, standardIndicators: listOf('Indicator'), customIndicators: listOf('Indicator') },
    },
    Indicator: { type: 'object', properties: named },
  },
  paths: {
    '/v1/risk-indicator-categories': answering(ref('Categories')),
    '/v1/risk-indicator-categories/{id}': answering(ref('Category')),
    '/v1/risk-indicator-categories/{categoryId}/subcategories/{subcategoryId}': answering(ref('Subcategory')),
  },
}
