import type { Permission } from '@spillway/contract'
import type { Database } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import { isStorable } from '../matching.ts'
import { type Reach, reachOf } from '../reach.ts'
import { covers, type RoleCatalogue } from '../roles/catalogue.ts'
import type { RoleRepository } from '../roles/repository.ts'
import { usernameKey } from '../users-repository.ts'
import type { PeopleRepository, Slice, UserFilter, UserKey, UserOrder, UserRecord } from './repository.ts'

interface Dependencies {
  readonly repository: PeopleRepository
  readonly roles: RoleRepository
  readonly catalogue: RoleCatalogue
}

export interface UserSearch extends Omit<UserFilter, 'usernameKeys'> {
  /** User names, any of which fits, in any letter case. */
  readonly usernames?: readonly string[] | undefined
}

export type People = ReturnType<typeof createPeople>

/** Users as others see them, within the reach of the caller. */
export const createPeople = ({ repository, roles, catalogue }: Dependencies) => {
  const find = async (reach: Reach, key: UserKey): Promise<UserRecord> => {
    const user = await repository.find(reach, key)
    if (!user) throw userNotFound()
    return user
  }

  /** Throws `FORBIDDEN` for a user who may do more than the caller. */
  const requireCovered = async (caller: Caller, user: Pick<UserRecord, 'uid' | 'org_path'>, db?: Database) => {
    if (caller.kind === 'user' && user.uid === caller.id) return
    const grants = await roles.ofUser(user.uid, db)
    if (grants.length === 0) return
    const theirs = await catalogue.grant(
      grants.map(({ role_id }) => role_id),
      user.org_path,
      db,
    )
    if (covers({ permissions: caller.permissions, bounds: caller.bounds ?? null }, theirs)) return
    throw new SpillwayError('FORBIDDEN', { reason: 'The user may do what you may not' })
  }

  return {
    /** A user that the caller may read. */
    read: (caller: Caller, key: UserKey): Promise<UserRecord> => find(reachOf(caller, 'users.read'), key),

    /** The one user that bears an external reference; throws `NOT_FOUND` when none does, or several. */
    async byExternalReference(caller: Caller, reference: string): Promise<UserRecord> {
      const found = await repository.page(
        reachOf(caller, 'users.read'),
        { externalReference: reference.replaceAll('\0', '') },
        { offset: 0, limit: 2 },
      )
      const [user] = found
      if (!user || found.length > 1) throw userNotFound()
      return user
    },

    /** Throws `NOT_FOUND` unless the caller reaches the user with a permission. */
    async exists(caller: Caller, permission: Permission, key: UserKey): Promise<void> {
      await find(reachOf(caller, permission), key)
    },

    /** The caller as a user; throws `NOT_FOUND` for API clients and agents. */
    async my(caller: Caller): Promise<UserRecord> {
      if (caller.kind !== 'user') throw userNotFound()
      return find({ tenantId: caller.tenantId, path: null }, { uid: caller.id })
    },

    /** A user that the caller may change: one who may do more than the caller is out of its reach. */
    async changeable(caller: Caller, key: UserKey): Promise<UserRecord> {
      const user = await find(reachOf(caller, 'users.write'), key)
      await requireCovered(caller, user)
      return user
    },

    requireCovered,

    async search(
      caller: Caller,
      wish: UserSearch,
      slice: Slice,
      order?: UserOrder,
    ): Promise<{ readonly users: UserRecord[]; readonly totalCount: number }> {
      const found = await repository.list(reachOf(caller, 'users.read'), filterOf(wish), slice, order)
      return { users: found.rows, totalCount: found.total }
    },

    /** Users of a page alone, for who asks for one after the other. */
    page: (caller: Caller, wish: UserSearch, slice: Slice, order?: UserOrder): Promise<UserRecord[]> =>
      repository.page(reachOf(caller, 'users.read'), filterOf(wish), slice, order),

    /** Names of the roles of each user of a page. */
    async roleNames(users: readonly UserRecord[]): Promise<ReadonlyMap<string, readonly string[]>> {
      const [byUser, all] = await Promise.all([roles.ofUsers(users.map(({ uid }) => uid)), catalogue.all()])
      const names = new Map(all.map(({ id, name }) => [id, name]))
      return new Map([...byUser].map(([uid, ids]) => [uid, ids.map((id) => names.get(id) ?? id)]))
    },

    /** What the directory tells of a user; null when nothing. */
    profile: async (caller: Caller, uid: string) => {
      const user = await find(reachOf(caller, 'users.read'), { uid })
      return { user, profile: (await repository.profile(uid)) ?? null }
    },
  }
}

const filterOf = ({ usernames, ...rest }: UserSearch): UserFilter => ({
  ...rest,
  usernameKeys: usernames?.filter(isStorable).map(usernameKey),
  search: rest.search?.replaceAll('\0', ''),
  email: rest.email?.replaceAll('\0', ''),
  roleId: rest.roleId?.replaceAll('\0', ''),
})

const userNotFound = (): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: 'User not found', familyCode: 'USER_NOT_FOUND' })
