import { fields } from './fields.ts'
import type { Version } from './types.ts'
import { v1Fields } from './v1/index.ts'

/** Keys of the common event format by the path of the field, in event order. Fields without a key stay out. */
export const cefKeys: Readonly<Record<Version, ReadonlyMap<string, string>>> = {
  v1: new Map(v1Fields.flatMap(({ path, cef }) => (cef ? [[path, cef] as const] : []))),
  v2: new Map(fields.flatMap(({ path, cef }) => (cef ? [[path, cef] as const] : []))),
}

/** Labels of the custom keys. */
export const cefLabels: Readonly<Record<string, string>> = {
  cn1: 'Code42AEDRemovableMediaCapacity',
  cs1: 'Code42AEDRemovableMediaBusType',
  cs2: 'Code42AEDRemovableMediaVendor',
  cs3: 'Code42AEDRemovableMediaName',
  cs4: 'Code42AEDRemovableMediaSerialNumber',
}

/** Signature of each v1 event type; `unknownSignature` for the others. */
export const cefSignatures: Readonly<Record<string, string>> = {
  CREATED: 'C42200',
  MODIFIED: 'C42201',
  DELETED: 'C42202',
  READ_BY_APP: 'C42203',
  EMAILED: 'C42204',
}

export const unknownSignature = 'C42000'
