import type { Database, Tables } from '@spillway/control-store'
import { type Expression, expressionBuilder, type SqlBool } from 'kysely'
import { cloudParents } from './cloud-actors.ts'
import { type ActorFilter, type NameFilter, named, told } from './conditions.ts'

/** A row of `user` that matches all of a filter. */
export const matches = (db: Database, filter: ActorFilter): Expression<SqlBool> => {
  const { and, eb } = expressionBuilder<Tables, 'user'>()
  const facts = told(filter)
  const described = db
    .selectFrom('directory_profile as profile')
    .leftJoin('department', 'department.id', 'profile.department_id')
    .where(and(facts))
    .select('profile.user_uid')
  return and([...named('user', filter), ...(facts.length === 0 ? [] : [eb('user.uid', 'in', described)])])
}

/** A row of `user` that matches and has no parent, or is the parent of one that matches. Parents have none themselves. */
export const isRoot = (db: Database, filter: NameFilter): Expression<SqlBool> => {
  const { and, or, not, exists, eb, selectFrom } = expressionBuilder<Tables, 'user'>()
  const adopted = selectFrom('actor')
    .select('actor.id')
    .whereRef('actor.id', '=', 'user.uid')
    .where('actor.parent_id', 'is not', null)
  const itself = and([...named('user', filter), not(exists(adopted))])
  return or([itself, eb('user.uid', 'in', parents(db, filter))])
}

/** Ids of those who adopted one that matches. */
const parents = (db: Database, filter: NameFilter) =>
  db
    .selectFrom('actor as child')
    .innerJoin('user as member', 'member.uid', 'child.id')
    .where('child.parent_id', 'is not', null)
    .where(({ and }) => and(named('member', filter)))
    .select(({ ref }) => ref('child.parent_id').$notNull().as('id'))
    .unionAll(cloudParents(db, filter))
