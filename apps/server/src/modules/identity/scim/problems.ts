import { SpillwayError } from '../../../platform/errors.ts'

type ScimType = 'invalidFilter' | 'invalidValue' | 'invalidPath' | 'invalidSyntax' | 'mutability' | 'noTarget'

/** A request refused by one of the types of RFC 7644, table 9. */
export const scimRefusal = (type: ScimType, reason: string, field?: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { reason, familyCode: type, ...(field && { field }) })

export const uniqueness = (reason: string): SpillwayError =>
  new SpillwayError('CONFLICT', { reason, familyCode: 'uniqueness' })

export const notThere = (what: 'User' | 'Group', id: string): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: `${what} ${id.slice(0, 100)} was not found` })
