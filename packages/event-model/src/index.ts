export * from './cef.ts'
export * from './columns.ts'
export { type CsvColumn, csvColumns } from './csv.ts'
export {
  columnOf,
  type EventField,
  type EventPart,
  type FieldPath,
  type FileEvent,
  type FileEventInput,
  fieldOf,
  fields,
} from './fields.ts'
export { formatInstant, parseInstant } from './instant.ts'
export { type ParsedEvent, parseFileEvent } from './parse/index.ts'
export type { FieldProblem } from './parse/problem.ts'
export { type PartReader, readerOf } from './part.ts'
export { renderEventSql, renderSettings } from './render.ts'
export { type Requirement, required } from './requirement.ts'
export { type EventRow, type EventSystem, toEventRow } from './row.ts'
export { fileEventInputSchema, fileEventSchema, fileEventV1Schema } from './schema.ts'
export { columnsOfShapes, type Shape, shapeOf } from './shape.ts'
export * from './terms/index.ts'
export * from './types.ts'
export { type FileEventV1, type V1Field, v1Fields } from './v1/index.ts'
export * as v1Values from './v1/values.ts'
