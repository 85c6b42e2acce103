import { scimLimits } from '@spillway/contract'
import { type Database, isUniqueViolation } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { NewId } from '../../../platform/ids.ts'
import type { Audit, AuditType } from '../../audit/index.ts'
import type { OrganizationLookup } from '../organizations/lookup.ts'
import { nameKey } from '../provisioning/repository.ts'
import { readFilter } from './filter.ts'
import { type GroupStep, groupSteps, memberIds, referenceOf, type TextStep, textOf } from './group-patch.ts'
import type { GroupFilter, GroupMember, GroupRow, GroupsRepository } from './groups-repository.ts'
import type { PatchOperation, Resource } from './patch.ts'
import { notThere, scimRefusal, uniqueness } from './problems.ts'
import { locationOf, urn } from './urns.ts'
import { provisioningReach, type ScimDependencies, type ScimListQuery, sliceOf } from './users.ts'

interface Dependencies extends Pick<ScimDependencies, 'store'> {
  readonly repository: GroupsRepository
  readonly organizations: OrganizationLookup
  readonly audit: Audit
  readonly clock: Clock
  readonly newId: NewId
}

export type ScimGroups = ReturnType<typeof createScimGroups>

/** Directory groups as an identity provider fills them. */
export const createScimGroups = ({ store, repository, organizations, audit, clock, newId }: Dependencies) => {
  const now = () => clock().toISOString()

  const find = async (caller: Caller, id: string, db?: Database): Promise<GroupRow> => {
    const group = await repository.find(provisioningReach(caller), id, db)
    if (!group) throw notThere('Group', id)
    return group
  }

  const present = async (caller: Caller, id: string, withMembers: boolean): Promise<Resource> => {
    const group = await find(caller, id)
    return presentGroup(group, withMembers ? ((await repository.members([id])).get(id) ?? []) : null)
  }

  const requireUsers = async (db: Database, caller: Caller, uids: readonly string[]): Promise<void> => {
    const found = await repository.reachable(db, provisioningReach(caller), uids)
    const unknown = uids.find((uid) => !found.has(uid))
    if (unknown === undefined) return
    throw scimRefusal('invalidValue', `There is no user ${unknown.slice(0, 100)}`, 'members.value')
  }

  const carryOut = async (db: Database, caller: Caller, group: GroupRow, step: GroupStep): Promise<void> => {
    if ('value' in step) return repository.update(db, group.id, columnsOf(step))
    if (step.kind !== 'remove') await requireUsers(db, caller, step.members ?? [])
    if (step.kind === 'set') return repository.setMembers(db, group.id, step.members ?? [])
    if (step.kind === 'remove') return repository.removeMembers(db, group.id, step.members)
    await repository.addMembers(db, group.id, step.members ?? [])
  }

  const change = async (caller: Caller, id: string, steps: readonly GroupStep[]): Promise<void> => {
    const work = async (db: Database) => {
      const group = await find(caller, id, db)
      for (const step of steps) await carryOut(db, caller, group, step)
      await repository.update(db, id, { modified_at: now() })
      return group
    }
    const { name } = await store.transaction(work).catch(takenIfUnique)
    record(caller, 'directory_group_updated', id, name)
  }

  const record = (caller: Caller, type: AuditType, groupId: string, groupName: string): void =>
    audit.record({ type, actor: caller, details: { groupId, groupName } })

  const ownOrganization = async (caller: Caller, db: Database): Promise<string | null> => {
    const { tenantId, path } = provisioningReach(caller)
    if (path === null) return null
    const legacyId = Number(path.split('/').filter(Boolean).at(-1))
    return (await organizations.find({ tenantId, path }, { legacyId }, db))?.uid ?? null
  }

  return {
    async list(caller: Caller, query: ScimListQuery, withMembers: boolean) {
      const [filter, reach] = [groupFilterOf(query.filter), provisioningReach(caller)]
      if (filter === null) return { totalResults: 0, resources: [] }
      const slice = sliceOf(query, 100, withMembers ? scimLimits.groupsWithMembers : scimLimits.page)
      const [found, totalResults] = await Promise.all([
        slice.limit === 0 ? [] : repository.page(reach, filter, slice),
        repository.count(reach, filter),
      ])
      const members = withMembers ? await repository.members(found.map(({ id }) => id)) : null
      return { totalResults, resources: found.map((group) => presentGroup(group, members?.get(group.id) ?? null)) }
    },

    read: present,

    async create(caller: Caller, resource: Resource): Promise<Resource> {
      const [id, name, members] = [newId(), textOf(resource.displayName), memberIds(resource.members)]
      const external_reference = referenceOf(resource.externalId)
      const work = async (db: Database) => {
        await requireUsers(db, caller, members)
        const org_uid = await ownOrganization(caller, db)
        const times = { created_at: now(), modified_at: now() }
        const row = { id, tenant_id: caller.tenantId, name, name_key: nameKey(name), external_reference, org_uid }
        await repository.insert(db, { ...row, ...times })
        await repository.addMembers(db, id, members)
      }
      await store.transaction(work).catch(takenIfUnique)
      record(caller, 'directory_group_created', id, name)
      return present(caller, id, true)
    },

    async replace(caller: Caller, id: string, resource: Resource): Promise<Resource> {
      await change(caller, id, [
        { kind: 'name', value: textOf(resource.displayName) },
        { kind: 'external', value: referenceOf(resource.externalId) },
        { kind: 'set', members: memberIds(resource.members) },
      ])
      return present(caller, id, true)
    },

    patch: (caller: Caller, id: string, operations: readonly PatchOperation[]): Promise<void> =>
      change(caller, id, groupSteps(operations)),

    async remove(caller: Caller, id: string): Promise<void> {
      const { name } = await store.transaction(async (db) => {
        const group = await find(caller, id, db)
        await repository.remove(db, id)
        return group
      })
      record(caller, 'directory_group_deleted', id, name)
    },
  }
}

const columnsOf = ({ kind, value }: TextStep): Partial<GroupRow> => {
  if (kind === 'external') return { external_reference: value }
  const name = textOf(value)
  return { name, name_key: nameKey(name) }
}

const known: ReadonlySet<string> = new Set(['id', 'displayname', 'externalid', 'members', 'members.value'])

const groupFilterOf = (text: string | undefined): GroupFilter | null => {
  if (text === undefined || text.trim() === '') return {}
  const equal = readFilter(text, known)
  if (equal === null) return null
  const of = (name: string) => (equal.has(name) ? String(equal.get(name)) : undefined)
  return {
    id: of('id'),
    name: of('displayname'),
    externalReference: of('externalid'),
    memberUid: of('members.value') ?? of('members'),
  }
}

const presentGroup = (group: GroupRow, members: readonly GroupMember[] | null): Resource => ({
  schemas: [urn.group],
  id: group.id,
  ...(group.external_reference !== null && { externalId: group.external_reference }),
  displayName: group.name,
  ...(members !== null && {
    members: members.map(({ user_uid, username }) => ({
      value: user_uid,
      $ref: locationOf('Users', user_uid),
      display: username,
      type: 'User',
    })),
  }),
  meta: {
    resourceType: 'Group',
    created: group.created_at,
    lastModified: group.modified_at,
    location: locationOf('Groups', group.id),
  },
})

const takenIfUnique = (error: unknown): never => {
  if (!isUniqueViolation(error)) throw error
  throw uniqueness('A group has that name already')
}
