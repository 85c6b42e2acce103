import {
  type Caller,
  type ConsoleQuery,
  flagOf,
  includes,
  isDescending,
  recordKeyOf,
  sliceOf,
  textOf,
} from '../../../http/index.ts'
import type { OrganizationLookup } from '../organizations/lookup.ts'
import { reachOf } from '../reach.ts'
import type { Roles } from '../roles/service.ts'
import type { People, UserSearch } from './people.ts'
import type { UserSurroundings } from './present-console.ts'
import type { UserKey, UserOrder, UserRecord } from './repository.ts'
import type { UserUsages } from './usage.ts'

interface Dependencies {
  readonly people: People
  readonly roles: Roles
  readonly lookup: OrganizationLookup
  readonly usages: UserUsages
}

/** Clients that give no size get this many. */
const defaultPage = 100
const exportPage = 1000

/** Searches users by the parameters of the console. */
export const createConsoleSearch = ({ people, roles, lookup, usages }: Dependencies) => {
  const organizationOf = async (caller: Caller, query: ConsoleQuery): Promise<UserSearch['organization']> => {
    const found = await lookup.narrowing(reachOf(caller, 'users.read'), query, 'Organization was not found')
    // Inferred from what the official command line says of its filter, which sends no flag.
    return found && { path: found.path, withChildren: flagOf(query, 'incChildOrgs') !== false }
  }

  /** Role ids are slugs now and were numbers; an unknown one is held by nobody. */
  const roleOf = async (query: ConsoleQuery): Promise<string | undefined> => {
    const id = textOf(query, 'roleId')
    if (id === undefined) return undefined
    return (await roles.all()).find((role) => role.id === id || String(role.legacyId) === id)?.id ?? id
  }

  const wishOf = async (caller: Caller, query: ConsoleQuery): Promise<UserSearch> => {
    const username = textOf(query, 'username')
    return {
      active: flagOf(query, 'active'),
      blocked: flagOf(query, 'blocked'),
      usernames: username === undefined ? undefined : [username],
      email: textOf(query, 'email'),
      search: textOf(query, 'q'),
      organization: await organizationOf(caller, query),
      roleId: await roleOf(query),
    }
  }

  return {
    async page(caller: Caller, query: ConsoleQuery) {
      const wish = await wishOf(caller, query)
      const found = await people.search(caller, wish, sliceOf(query, defaultPage), orderOf(query))
      return { ...found, aroundOf: await this.around(found.users, query) }
    },

    /** What stands beside each of some users, as far as the query asks for it. */
    async around(users: readonly UserRecord[], query: ConsoleQuery): Promise<(user: UserRecord) => UserSurroundings> {
      const uids = users.map(({ uid }) => uid)
      const [roles, usage, computers] = await Promise.all([
        includes(query, 'incRoles') ? people.roleNames(users) : null,
        includes(query, 'incBackupUsage') ? usages.ofMany(uids) : null,
        includes(query, 'incComputerCount') ? usages.computers(uids) : null,
      ])
      return ({ uid }) => ({ roles: roles?.get(uid), usage: usage?.get(uid), computers: computers?.get(uid) })
    },

    /** Everybody who fits, page by page. */
    async *all(caller: Caller, query: ConsoleQuery): AsyncGenerator<UserRecord[]> {
      const wish = await wishOf(caller, query)
      for (let offset = 0; ; offset += exportPage) {
        const users = await people.page(caller, wish, { offset, limit: exportPage }, orderOf(query))
        if (users.length > 0) yield users
        if (users.length < exportPage) return
      }
    },
  }
}

/** By number or uid. */
export const userKeyOf = (id: string, idType?: string): UserKey => recordKeyOf(id, idType, 'uid')

const orders: ReadonlyMap<string, UserOrder['column']> = new Map([
  ['userid', 'legacy_id'],
  ['username', 'username_key'],
  ['email', 'email'],
  ['firstname', 'first_name'],
  ['lastname', 'last_name'],
  ['creationdate', 'created_at'],
  ['modificationdate', 'modified_at'],
])

const orderOf = (query: ConsoleQuery): UserOrder => ({
  column: orders.get(textOf(query, 'srtKey')?.toLowerCase() ?? '') ?? 'legacy_id',
  descending: isDescending(query),
})
