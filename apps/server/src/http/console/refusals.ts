import { SpillwayError } from '../../platform/errors.ts'

/** Refusals that old clients know as failed commands, status 500, by a name in the body. */
const failedCommands: ReadonlySet<string> = new Set([
  'USER_DUPLICATE',
  'USERNAME_NOT_AN_EMAIL',
  'EMAIL_INVALID',
  'NEW_PASSWORD_INVALID',
  'INVALID_USERNAME',
  'LOCKED_ROLE',
  'PERMISSIONS_MISSING',
  'ROLE_DUPLICATE',
  'USER_IS_BLOCKED',
  'USER_IS_DEACTIVATED',
  'ORG_NAME_MISSING',
  'PARENT_ORG_NOT_ACTIVE',
  'PARENT_ORG_BLOCKED',
])

/** Runs a v1 handler, and puts its refusals into the words and statuses of the old console. */
export const asConsole = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    throw error instanceof SpillwayError ? translated(error) : error
  }
}

const translated = (error: SpillwayError): SpillwayError => {
  const { familyCode, ...details } = error.details
  if (familyCode !== undefined && failedCommands.has(familyCode))
    return new SpillwayError('COMMAND_REFUSED', { ...details, familyCode })
  // Everything else goes by the name SYSTEM and is told by its status.
  return error.code === 'CONFLICT' ? error : new SpillwayError(error.code, details)
}
