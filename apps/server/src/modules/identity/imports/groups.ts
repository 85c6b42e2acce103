import type { Database } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { NewId } from '../../../platform/ids.ts'
import { nameKey } from '../provisioning/repository.ts'
import type { Reach } from '../reach.ts'
import type { GroupsRepository } from '../scim/groups-repository.ts'
import { refusedField } from './rows.ts'

interface Dependencies {
  readonly repository: GroupsRepository
  readonly clock: Clock
  readonly newId: NewId
}

export type GroupImport = ReturnType<typeof createGroupImport>

/** Directory groups of a user by name, made where they are not there. */
export const createGroupImport = ({ repository, clock, newId }: Dependencies) => ({
  /** Puts the user into these groups and no others; true when anything changed. */
  async set(
    db: Database,
    { caller, reach }: { readonly caller: Caller; readonly reach: Reach },
    userUid: string,
    names: readonly string[],
  ): Promise<boolean> {
    const wanted = new Map<string, string>()
    for (const name of names) if (name.trim() !== '') wanted.set(nameKey(name.trim()), name.trim())
    const ids = await repository.idsByName(db, caller.tenantId, [...wanted.keys()])
    for (const [key, name] of wanted) {
      if (ids.has(key)) continue
      // A group without an organization tells of the whole tenant: only who reaches all of it makes one.
      if (reach.path !== null) throw refusedField('groups', `There is no group ${name.slice(0, 100)}`)
      const [id, at] = [newId(), clock().toISOString()]
      await repository.insert(db, {
        id,
        tenant_id: caller.tenantId,
        name,
        name_key: key,
        created_at: at,
        modified_at: at,
      })
      ids.set(key, id)
    }
    return repository.setGroupsOf(db, userUid, [...ids.values()])
  },
})
