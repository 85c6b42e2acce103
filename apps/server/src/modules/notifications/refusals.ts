import { SpillwayError } from '../../platform/errors.ts'

export const noSuchChannel = (): SpillwayError => new SpillwayError('NOT_FOUND', { reason: 'There is no such channel' })

export const noSuchNotification = (): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: 'There is no such notification' })

export const refused = (field: string, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field, reason })

export const conflict = (reason: string, field?: string): SpillwayError =>
  new SpillwayError('CONFLICT', { ...(field !== undefined && { field }), reason })

/** Who sends alerts elsewhere, or reads what was sent, has to be allowed to read them here. */
export const needsAlerts = (): SpillwayError =>
  new SpillwayError('FORBIDDEN', { reason: 'This tells of alerts; it takes alerts.read too' })
