import { SpillwayError } from '../../platform/errors.ts'

export const lessonNotFound = (): SpillwayError => new SpillwayError('NOT_FOUND', { reason: 'There is no such lesson' })

export const watchlistNotFound = (): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: 'There is no such watchlist' })

export const noLessonSet = (): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: 'The watchlist sends no lesson' })

export const refused = (field: string, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field, reason })

export const conflict = (reason: string): SpillwayError => new SpillwayError('CONFLICT', { reason })
