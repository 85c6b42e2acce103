import { SpillwayError } from '../../../platform/errors.ts'
import { checkPassword } from '../password-policy.ts'

/** What is wrong with a user's facts, in the words that console clients look for. */
export type UserProblem = 'USER_DUPLICATE' | 'INVALID_USERNAME' | 'USERNAME_NOT_AN_EMAIL' | 'EMAIL_INVALID'

export interface UserFacts {
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly password?: string | undefined
}

/** Refuses facts that no user may have. `usernameIsAnEmail` is a setting of the organization, `holder` whose password it is. */
export const checkFacts = (
  { username, email, password }: UserFacts,
  usernameIsAnEmail: boolean,
  holder = username,
): void => {
  if (username !== undefined && !isName(username)) throw refused('username', 'INVALID_USERNAME', namesAre)
  if (username !== undefined && usernameIsAnEmail && !isAddress(username))
    throw refused('username', 'USERNAME_NOT_AN_EMAIL', 'must be an e-mail address in this organization')
  if (email !== undefined && !isAddress(email)) throw refused('email', 'EMAIL_INVALID', 'is no e-mail address')
  if (password !== undefined) checkPassword(password, holder)
}

const namesAre = 'needs 1 to 255 characters, none of them a control character or a space at either end'

const isName = (text: string): boolean => text.trim() === text && /^[^\p{Cc}]{1,255}$/u.test(text)
const isAddress = (text: string): boolean => text.length <= 320 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text)

const refused = (field: string, familyCode: UserProblem, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field: `body.${field}`, reason, familyCode })
