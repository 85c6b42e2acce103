import { SpillwayApiError } from '@spillway/sdk'

/**
 * What a failed upload means for the batch. `wait`: nothing is wrong with it, send it again later. `refused`: the
 * server took note of every row and stored none. `poison`: the batch itself cannot be taken, but part of it may.
 */
export type Verdict = 'wait' | 'refused' | 'poison'

const poisonStatuses = new Set([400, 409, 413, 422])

export const judge = (error: unknown): Verdict => {
  if (!(error instanceof SpillwayApiError) || !poisonStatuses.has(error.status)) return 'wait'
  return error.code === 'INVALID_EVENTS' ? 'refused' : 'poison'
}
