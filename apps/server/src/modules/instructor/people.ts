import type { Database } from '@spillway/control-store'
import { chunksOf } from '../../platform/chunks.ts'

/** Somebody who may receive a lesson. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly firstName: string | null
  /** Where mail reaches a user who is active; null for everybody else, and for accounts of cloud services. */
  readonly email: string | null
}

/** Values bound in one statement at most. */
const chunk = 500

/** Users and accounts of cloud services by their ids. */
export const peopleOf = async (
  db: Database,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Person>> => {
  const people = new Map<string, Person>()
  for (const some of chunksOf(ids, chunk))
    for (const person of await readPeople(db, tenantId, some)) people.set(person.id, person)
  return people
}

const readPeople = async (db: Database, tenantId: string, ids: readonly string[]): Promise<readonly Person[]> => {
  const users = await db
    .selectFrom('user')
    .select(['uid', 'username', 'email', 'first_name', 'active'])
    .where('tenant_id', '=', tenantId)
    .where('uid', 'in', ids)
    .execute()
  const accounts = await db
    .selectFrom('cloud_actor')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', ids)
    .execute()
  return [
    ...users.map(({ uid, username, email, first_name, active }) => {
      return { id: uid, name: username, firstName: first_name, email: active === 1 ? addressIn(email, username) : null }
    }),
    ...accounts.map(({ id, name }) => ({ id, name, firstName: null, email: null })),
  ]
}

/** The first text that mail can go to. */
const addressIn = (...texts: readonly (string | null)[]): string | null =>
  texts.find((text) => text !== null && /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(text)) ?? null
