import { SpillwayError } from '../../platform/errors.ts'

/** Characters of what administrators and their scripts set; people who choose for themselves need more (contract). */
export const shortestPassword = 8
const longestPassword = 1024

/**
 * Refuses a password that is too short, too long, among the first that anybody would guess, or the user's own name.
 * No classes of characters are asked for: they make passwords predictable, not strong (NIST SP 800-63B).
 */
export const checkPassword = (password: string, username: string | undefined, field = 'password'): void => {
  const problem = problemOf(password, username?.toLowerCase() ?? '')
  if (problem === null) return
  throw new SpillwayError('MALFORMED_REQUEST', {
    field: `body.${field}`,
    reason: problem,
    familyCode: 'NEW_PASSWORD_INVALID',
  })
}

const problemOf = (password: string, name: string): string | null => {
  const { length } = password
  if (length < shortestPassword || length > longestPassword)
    return `needs ${shortestPassword} to ${longestPassword} characters`
  const plain = password.toLowerCase()
  if (plain === name || plain === name.split('@')[0]) return 'must not be the user name'
  return isCommon(plain) ? 'is among the first that anybody would guess' : null
}

const isCommon = (plain: string): boolean =>
  new Set(plain).size === 1 ||
  steps.some((row) => row.includes(plain)) ||
  (plain.length < long && isWord(plain.replace(/[\d!.]+$/, '')))

const isWord = (stem: string): boolean => stem === '' || common.has(stem)

/** Rows that are typed without thinking. */
const steps = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  '1q2w3e4r5t6z7u8i9o0p',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb',
]

/** Words that stay the same when digits are hung on. */
const common: ReadonlySet<string> = new Set(
  `password passwort passw0rd p@ssword p@ssw0rd administrator admin root letmein welcome changeme change.me iloveyou
  sunshine princess football baseball superman trustno qwerty qwertz secret default temp test guest spillway incydr
  company summer winter spring autumn monday hello dragon monkey master whatever starwars computer internet abc`.split(
    /\s+/,
  ),
)

/** From here on even digits alone take long to guess. */
const long = 16
