import type { Database } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { Audit, AuditType } from '../../audit/index.ts'
import { reachOf, type UserTurn } from '../../identity/index.ts'
import type {
  MachineColumns,
  MachineFilter,
  MachineKey,
  MachineOrder,
  MachineRecord,
  MachineRepository,
} from './repository.ts'

export interface MachineServiceDependencies {
  readonly machines: MachineRepository
  readonly audit: Pick<Audit, 'record'>
  readonly forgetCallers: () => void
  readonly clock: () => Date
}

/** What may be told of a machine; what is absent stays as it is. */
export interface MachineWish {
  readonly name?: string | undefined
  readonly externalReference?: string | null | undefined
  readonly notes?: string | null | undefined
  readonly settings?: string | undefined
}

export type MachineService = ReturnType<typeof createMachineService>

/** Machines as administrators see them, within the reach of the caller. What is so already stays so. */
export const createMachineService = ({ machines, audit, forgetCallers, clock }: MachineServiceDependencies) => {
  const now = () => clock().toISOString()

  const changeable = async (caller: Caller, key: MachineKey): Promise<MachineRecord> => {
    const machine = await machines.find(reachOf(caller, 'agents.write'), key)
    if (!machine) throw machineNotFound()
    return machine
  }

  /** Several machines, or none of them when one is unknown. */
  const allChangeable = async (caller: Caller, uids: readonly string[]): Promise<MachineRecord[]> => {
    const found = await machines.among(reachOf(caller, 'agents.write'), uids)
    const agentsNotFound = uids.filter((uid) => !found.some((machine) => machine.uid === uid))
    if (agentsNotFound.length > 0) throw machineNotFound({ agentsNotFound })
    return found
  }

  const change = async (
    caller: Caller,
    type: AuditType,
    found: readonly MachineRecord[],
    changes: MachineColumns,
  ): Promise<void> => {
    if (found.length === 0) return
    const uids = found.map(({ uid }) => uid)
    await machines.update(uids, { ...changes, modified_at: now() }, true)
    forgetCallers()
    for (const agentUid of uids) audit.record({ type, actor: caller, details: { agentUid } })
  }

  return {
    /** A machine that the caller may change. */
    changeable,

    async search(
      caller: Caller,
      filter: MachineFilter,
      slice: { readonly offset: number; readonly limit: number },
      order: MachineOrder,
    ) {
      const { rows, total } = await machines.list(reachOf(caller, 'agents.read'), filter, slice, order, clock())
      return { machines: rows, totalCount: total }
    },

    /** How many machines fit. */
    count: (caller: Caller, filter: MachineFilter): Promise<number> =>
      machines.count(reachOf(caller, 'agents.read'), filter, clock()),

    /** Machines from `offset` on, at most `limit`, read in pages so that memory stays bounded. */
    async *each(
      caller: Caller,
      filter: MachineFilter,
      order: MachineOrder,
      offset: number,
      limit = Number.MAX_SAFE_INTEGER,
    ) {
      const reach = reachOf(caller, 'agents.read')
      for (let given = 0; given < limit; given += pageRows) {
        const rows = Math.min(pageRows, limit - given)
        const page = await machines.page(reach, filter, { offset: offset + given, limit: rows }, order, clock())
        if (page.length > 0) yield page
        if (page.length < rows) return
      }
    },

    async read(caller: Caller, key: MachineKey): Promise<MachineRecord> {
      const machine = await machines.find(reachOf(caller, 'agents.read'), key)
      if (!machine) throw machineNotFound()
      return machine
    },

    async update(caller: Caller, key: MachineKey, wish: MachineWish): Promise<void> {
      const machine = await changeable(caller, key)
      const { uid } = machine
      const isNew = wish.settings !== undefined && wish.settings !== machine.settings
      const revision = isNew ? { settings_revision: machine.settings_revision + 1 } : {}
      await machines.update([uid], { ...columnsOf(wish), ...revision, modified_at: now() })
      audit.record({ type: 'agent_updated', actor: caller, details: { agentUid: uid } })
    },

    /** Activates; a machine cannot be active while its user is not. */
    async activate(caller: Caller, uids: readonly string[]): Promise<void> {
      const found = await allChangeable(caller, uids)
      if (found.some(({ owner_active }) => owner_active === 0))
        throw refused('The user is deactivated', 'USER_IS_DEACTIVATED')
      const inactive = found.filter(({ active }) => active === 0)
      await change(caller, 'agent_activated', inactive, { active: 1, deactivated_with: null })
    },

    /** Deactivates; tokens end at once and the machine sends no more events. */
    async deactivate(caller: Caller, uids: readonly string[]): Promise<void> {
      const found = await allChangeable(caller, uids)
      const affected = found.filter(({ active, deactivated_with }) => active === 1 || deactivated_with !== null)
      await change(caller, 'agent_deactivated', affected, { active: 0, deactivated_with: null })
    },

    async setBlocked(caller: Caller, key: MachineKey, blocked: boolean): Promise<void> {
      const machine = await changeable(caller, key)
      if (machine.owner_active === 0) throw refused('The user is deactivated', 'USER_IS_DEACTIVATED')
      if (machine.owner_blocked === 1) throw refused('The user is blocked', 'USER_IS_BLOCKED')
      if ((machine.blocked === 1) === blocked) return
      await change(caller, blocked ? 'agent_blocked' : 'agent_unblocked', [machine], { blocked: blocked ? 1 : 0 })
    },

    /** Voids the machine's key: it must be registered anew before it may act. */
    async deauthorize(caller: Caller, key: MachineKey): Promise<void> {
      const machine = await changeable(caller, key)
      if (machine.deauthorized === 1) return
      await change(caller, 'agent_deauthorized', [machine], { deauthorized: 1 })
    },

    /** Notes that a machine is to upgrade; its agent learns so with the next heartbeat. */
    async requestUpgrade(caller: Caller, key: MachineKey): Promise<void> {
      const { uid } = await changeable(caller, key)
      const afresh = { upgrade_delivered_at: null, upgrade_acknowledged_at: null, upgrade_outcome: null }
      await machines.update([uid], { upgrade_requested_at: now(), ...afresh })
      audit.record({ type: 'agent_upgrade_requested', actor: caller, details: { agentUid: uid } })
    },

    /** The same for every active machine of one organization, those under it not included. */
    async requestUpgradeOf(caller: Caller, { uid, guid }: Readonly<Record<'uid' | 'guid', string>>): Promise<void> {
      await machines.requestUpgradeOf(uid, now())
      audit.record({ type: 'agent_upgrade_requested', actor: caller, details: { orgGuid: guid } })
    },
  }
}

const pageRows = 500

/** Machines go and come with their users, in the same transaction; tokens of those that go end. */
export const followUsers = async (db: Database, { mark, userUid, active, at }: UserTurn): Promise<void> => {
  if (active) {
    const back = { active: 1, deactivated_with: null, modified_at: at } as const
    await db.updateTable('agent').set(back).where('deactivated_with', '=', mark).execute()
    return
  }
  const gone = db
    .updateTable('agent')
    .set(({ eb }) => ({
      active: 0,
      deactivated_with: mark,
      modified_at: at,
      token_generation: eb('token_generation', '+', 1),
    }))
    .where('active', '=', 1)
  const marked = db.selectFrom('user').select('uid').where('deactivated_with', '=', mark)
  await gone.where('user_uid', 'in', userUid === null ? marked : [userUid]).execute()
}

const columnsOf = (wish: MachineWish): MachineColumns => ({
  ...(wish.name !== undefined && { name: wish.name }),
  ...(wish.externalReference !== undefined && { external_reference: wish.externalReference }),
  ...(wish.notes !== undefined && { notes: wish.notes }),
  ...(wish.settings !== undefined && { settings: wish.settings }),
})

const machineNotFound = (envelope?: Readonly<Record<string, unknown>>): SpillwayError =>
  new SpillwayError('NOT_FOUND', {
    reason: 'Agent was not found',
    familyCode: 'COMPUTER_NOT_FOUND',
    ...(envelope && { envelope }),
  })

const refused = (reason: string, familyCode: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { reason, familyCode })
