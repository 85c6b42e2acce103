import type { UserFilter } from '../users/repository.ts'
import { usernameKey } from '../users-repository.ts'
import { type Equalities, readFilter } from './filter.ts'

const known: ReadonlySet<string> = new Set([
  ...['id', 'username', 'externalid', 'displayname', 'active'],
  ...['emails', 'emails.value', 'emails.type', 'emails.primary'],
])

/** A filter over users as the store takes it; null when nobody can fit. */
export const userFilterOf = (text: string | undefined): UserFilter | null => {
  if (text === undefined || text.trim() === '') return {}
  const equal = readFilter(text, known)
  if (equal === null || !hasWorkAddress(equal)) return null
  const [username, email] = [textOf(equal, 'username'), textOf(equal, 'emails.value') ?? textOf(equal, 'emails')]
  return {
    uid: textOf(equal, 'id'),
    usernameKeys: username === undefined ? undefined : [usernameKey(username)],
    externalReference: textOf(equal, 'externalid'),
    displayName: textOf(equal, 'displayname'),
    email,
    active: equal.get('active') as boolean | undefined,
  }
}

/** A user has one address: of work, and the primary one. */
const hasWorkAddress = (equal: Equalities): boolean =>
  (textOf(equal, 'emails.type') ?? 'work').toLowerCase() === 'work' &&
  (textOf(equal, 'emails.primary') ?? 'true').toLowerCase() === 'true'

const textOf = (equal: Equalities, name: string): string | undefined => {
  const value = equal.get(name)
  return value === undefined ? undefined : String(value)
}
