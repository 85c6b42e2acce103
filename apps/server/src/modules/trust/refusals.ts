import { SpillwayError } from '../../platform/errors.ts'

export const notFound = (): SpillwayError =>
  new SpillwayError('NOT_FOUND', { field: 'path.activity_id', reason: 'No such trusted activity' })

export const duplicate = (): SpillwayError =>
  new SpillwayError('CONFLICT', { field: 'body.value', reason: 'This is trusted already' })

/** A refusal in the words that are published for it (domain reference 6.4), or as a malformed request. */
export const refused = (field: string, reason: string, familyCode?: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', {
    field: `body.${field}`,
    reason,
    ...(familyCode !== undefined && { familyCode }),
  })
