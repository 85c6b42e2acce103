import { SpillwayError } from '../../platform/errors.ts'

export const ruleNotFound = (): SpillwayError => new SpillwayError('NOT_FOUND', { reason: 'There is no such rule' })

export const nameTaken = (): SpillwayError =>
  new SpillwayError('CONFLICT', { field: 'body.name', reason: 'Another rule has this name' })

export const staleVersion = (version: number): SpillwayError =>
  new SpillwayError('CONFLICT', { field: 'body.version', reason: `The rule is at version ${version} by now` })

export const refused = (field: string, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field, reason })

export const noUsernameFilter = (): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { reason: 'The rule has no username filter' })

export const nobodyListed = (): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { reason: 'None of these people is on the list of the rule' })

const ofSystemRule = 'The users of a system rule cannot be changed'

export const systemRule = (): SpillwayError => new SpillwayError('MALFORMED_REQUEST', { reason: ofSystemRule })

/** Old clients know the refusal by status 500, and then look whether it is a system rule. */
export const systemRuleV1 = (): SpillwayError => new SpillwayError('COMMAND_REFUSED', { reason: ofSystemRule })
