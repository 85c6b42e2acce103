import { lockComputer, readAccessLock, unlockComputer } from '@spillway/contract'
import { envelope, type Route, route } from '../../../http/index.ts'
import type { AccessLockRow } from './repository.ts'
import type { AccessLocks } from './service.ts'

/** The console API of access locks. */
export const accessLockRoutes = (locks: AccessLocks): readonly Route[] => [
  route(readAccessLock, async ({ caller, params }) =>
    envelope.v3(presentLock(await locks.read(caller, params.computerGuid))),
  ),
  route(lockComputer, async ({ caller, params }) =>
    envelope.v3(presentLock(await locks.lock(caller, params.computerGuid))),
  ),
  route(unlockComputer, async ({ caller, params }) => envelope.v3(await locks.unlock(caller, params.computerGuid))),
]

/** Agents do not tell whether they carried it out, so that the date of their answer stays empty. */
const presentLock = (lock: AccessLockRow | null) => ({
  isLockEnabled: lock?.locked === 1,
  lockPassphrase: lock?.passphrase ?? null,
  lockingUserUid: lock?.locked_by ?? null,
  unlockingUserUid: lock?.unlocked_by ?? null,
  unlockDate: lock?.unlocked_at ?? null,
  lastClientResponseDate: null,
  creationDate: lock?.created_at ?? null,
  modificationDate: lock?.modified_at ?? null,
})
