import type {
  listRoles,
  listUserRoles,
  listUsers,
  moveUser,
  readRole,
  readWatchlistsOfUser,
  replaceUserRoles,
} from '@spillway/contract'
import { acting, posting, putting, reading, segment } from '../core/calls.ts'
import type { BodyOf, QueryOf, ResponseOf } from '../core/operation-types.ts'
import { followPageNumbers } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/users'

type UserPage = ResponseOf<typeof listUsers>
export type User = UserPage['users'][number]
export type UserQuery = QueryOf<typeof listUsers>
export type Role = ResponseOf<typeof readRole>
type UserRoles = ResponseOf<typeof listUserRoles>
export type UserRole = UserRoles['roles'][number]
export type RolePage = QueryOf<typeof listUserRoles>
/** Which roles were given and taken, and which ignored because the caller may not grant them. */
export type ReplacedRoles = ResponseOf<typeof replaceUserRoles>

export const createUsers = (requester: Requester) => {
  const at = (userId: string, ...more: string[]): string => [path, segment(userId), ...more].join('/')
  /** One page. */
  const page = (query: UserQuery = {}, options?: CallOptions) => requester.json<UserPage>(reading(path, options, query))
  return {
    page,

    /** Every user that fits, page after page. */
    list: (query: Omit<UserQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<User> =>
      followPageNumbers(async (number) => {
        const { users, totalCount } = await page({ ...query, page: number }, options)
        return { items: users, totalCount }
      }),

    get: (userId: string, options?: CallOptions) => requester.json<User>(reading(at(userId), options)),
    activate: (userId: string, options?: CallOptions) =>
      requester.nothing(acting(at(userId, 'activate'), true, options)),
    /** Ends the user's tokens and deactivates the user's machines. */
    deactivate: (userId: string, options?: CallOptions) =>
      requester.nothing(acting(at(userId, 'deactivate'), true, options)),
    move: (userId: string, destination: BodyOf<typeof moveUser>, options?: CallOptions) =>
      requester.nothing(posting(at(userId, 'move'), destination, true, options)),

    /** The watchlists that the user was on at an instant, deleted ones among them; now, when it is absent. */
    watchlists: async (userId: string, query: QueryOf<typeof readWatchlistsOfUser> = {}, options?: CallOptions) => {
      const call = reading(`/v1/spillway/users/${segment(userId)}/watchlists`, options, query)
      return (await requester.json<ResponseOf<typeof readWatchlistsOfUser>>(call)).watchlists
    },

    /** The roles that the caller may grant. */
    roles: (query: QueryOf<typeof listRoles> = {}, options?: CallOptions) =>
      requester.json<Role[]>(reading(`${path}/roles`, options, query)),
    role: (roleId: string, options?: CallOptions) =>
      requester.json<Role>(reading(`${path}/roles/${segment(roleId)}`, options)),
    rolesOf: async (userId: string, query: RolePage = {}, options?: CallOptions): Promise<readonly UserRole[]> =>
      (await requester.json<UserRoles>(reading(at(userId, 'roles'), options, query))).roles,
    replaceRoles: (userId: string, roleIds: readonly string[], options?: CallOptions) =>
      requester.json<ReplacedRoles>(putting(at(userId, 'roles'), { roleIds }, options)),
  }
}
