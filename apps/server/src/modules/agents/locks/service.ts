import type { Caller } from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { Audit } from '../../audit/index.ts'
import type { MachineService } from '../machines/service.ts'
import type { AccessLockRepository, AccessLockRow } from './repository.ts'

export interface AccessLockDependencies {
  readonly locks: AccessLockRepository
  readonly machines: Pick<MachineService, 'changeable'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: () => Date
  /** 256 random bits in hexadecimal. */
  readonly newSecret: () => string
}

export type AccessLocks = ReturnType<typeof createAccessLocks>

/** Shuts machines against their users. What is shut already stays so, under the same words. */
export const createAccessLocks = ({ locks, machines, audit, clock, newSecret }: AccessLockDependencies) => {
  const now = () => clock().toISOString()
  const uidOf = async (caller: Caller, uid: string): Promise<string> => (await machines.changeable(caller, { uid })).uid

  return {
    /** Null when the machine was never locked. */
    read: async (caller: Caller, uid: string): Promise<AccessLockRow | null> =>
      (await locks.find(await uidOf(caller, uid))) ?? null,

    async lock(caller: Caller, uid: string): Promise<AccessLockRow | null> {
      const agentUid = await uidOf(caller, uid)
      const before = await locks.find(agentUid)
      if (before?.locked === 1) return before
      const open = { unlocked_by: null, unlocked_at: null, created_at: now(), modified_at: now() }
      const passphrase = passphraseOf(newSecret())
      await locks.lock({ agent_uid: agentUid, locked: 1, passphrase, locked_by: caller.id, ...open })
      audit.record({ type: 'agent_access_locked', actor: caller, details: { agentUid } })
      return (await locks.find(agentUid)) ?? null
    },

    /** Opens and gives the words that do so on the machine itself. */
    async unlock(caller: Caller, uid: string): Promise<string> {
      const agentUid = await uidOf(caller, uid)
      const lock = await locks.find(agentUid)
      if (!lock) throw neverLocked()
      if (lock.locked === 0) return lock.passphrase
      await locks.unlock(agentUid, caller.id, now())
      audit.record({ type: 'agent_access_unlocked', actor: caller, details: { agentUid } })
      return lock.passphrase
    },
  }
}

/** 100 random bits in groups that a person can type. */
const passphraseOf = (secret: string): string => secret.slice(0, 25).replaceAll(/(.{5})(?=.)/g, '$1-')

const neverLocked = (): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: 'The machine was never locked', familyCode: 'ACCESS_LOCK_NOT_FOUND' })
