import type { Corrections, Schema } from './swagger.ts'

const text: Schema = { type: 'string', 'x-nullable': true }
const instant: Schema = { type: 'string', format: 'date-time', 'x-nullable': true }
const texts: Schema = { type: 'array', items: { type: 'string' } }
const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` })
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', properties })

/** Null where nothing is known about the medium. */
const identifiers: Schema = { type: 'array', items: object({ key: text, value: text }), 'x-nullable': true }
const filterValue: Schema = { any: true }
const groupForms = (name: string): Schema => ({
  type: 'array',
  items: { either: [ref(name), ref('Subgroup')] },
})

/**
 * Where the definition of September 2024 is known to be wrong or behind. Sources: the defects and the new keys listed in
 * the API delta (sections 0.4, 2 and 3.9) and in the file-events reference (1.1 to 1.3 and 6).
 */
export const corrections: Corrections = {
  definitions: {
    // Overwritten in the definition by types of other services that bear the same names.
    File: object({
      acquiredFrom: { type: 'array', items: ref('AcquiredFrom') },
      archiveId: text,
      category: text,
      categoryByBytes: text,
      categoryByExtension: text,
      changeType: text,
      classifications: { type: 'array', items: object({ value: text, vendor: text }) },
      cloudDriveId: text,
      created: instant,
      directory: text,
      directoryId: texts,
      hash: object({ md5: text, md5Error: text, sha256: text, sha256Error: text }),
      id: text,
      mimeType: text,
      mimeTypeByBytes: text,
      mimeTypeByExtension: text,
      modified: instant,
      name: text,
      originalDirectory: text,
      originalName: text,
      owner: text,
      parentArchiveId: text,
      passwordProtected: { type: 'boolean', 'x-nullable': true },
      sizeInBytes: { type: 'integer', 'x-nullable': true },
      url: text,
    }),
    User: object({
      actorHour: text,
      department: text,
      deviceUid: text,
      email: text,
      groups: { type: 'array', items: object({ displayName: text, id: text }) },
      id: text,
    }),
    RiskIndicator: object({ id: { type: 'string' }, name: { type: 'string' }, weight: { type: 'integer' } }),
    Subgroup: object({ subgroupClause: text, subgroups: { type: 'array', items: { any: true } } }),
    RelatedEvent: object({
      agentTimestamp: instant,
      eventAction: text,
      id: text,
      sourceCategory: text,
      sourceName: text,
      tabs: { type: 'array', items: ref('Tab') },
      userEmail: text,
    }),
  },
  properties: {
    'QueryProblemSearchTermV2.badFilter': { any: true },
    'QueryProblemSearchTermV1.badFilter': { any: true },
    'SearchFilterSearchTermV2.value': filterValue,
    'SearchFilterSearchTermV1.value': filterValue,
    'SavedSearchDetailSearchTermV2.groups': groupForms('FilterGroupSearchTermV2'),
    // Version 1 knows indicators by name alone.
    'FileEventV1.riskIndicators': { type: 'array', items: object({ name: text, weight: { type: 'integer' } }) },
    'FileEventV1.sharedWith': { type: 'array', items: object({ cloudUsername: text }) },
  },
  later: {
    FileEventV2: { paste: { any: true } },
    AcquiredFrom: { identifiers },
    Destination: { identifiers, printedFilesBackupPath: text },
    DestinationUser: { emailDomain: texts },
    Source: { identifiers },
    Risk: { activityTier: text },
    ResponseControls: { reason: text },
    Event: {
      relatedEvents: { type: 'array', items: ref('RelatedEvent'), 'x-nullable': true },
      xfcEventId: text,
    },
    QueryProblemSearchTermV2: { description: text },
    QueryProblemSearchTermV1: { description: text },
    SavedSearchDetailSearchTermV2: { tenantId: { type: 'string' } },
    SavedSearchDetailSearchTermV1: { tenantId: { type: 'string' } },
    FilterGroupSearchTermV2: { display: text },
    SearchFilterSearchTermV2: { display: text },
    Subgroup: { display: text },
    FileEventV1: {
      eventType: text,
      fileCategoryByBytes: text,
      fileCategoryByExtension: text,
      outsideActiveHours: { type: 'boolean', 'x-nullable': true },
      printedFilesBackupPath: text,
      emailDlpPolicyNames: { type: 'array', items: { type: 'string' }, 'x-nullable': true },
    },
  },
}
