import type { ControlStore, Database } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { Audit, AuditType } from '../../audit/index.ts'
import type { Authenticator } from '../authenticator.ts'
import type { OrganizationLookup, OrganizationRow } from '../organizations/lookup.ts'
import { reachOf } from '../reach.ts'
import type { Followers } from './cascade.ts'
import type { People } from './people.ts'
import type { PeopleRepository, UserColumns, UserKey, UserRecord } from './repository.ts'

export interface LifecycleDependencies {
  readonly store: ControlStore
  readonly people: People
  readonly repository: PeopleRepository
  readonly organizations: OrganizationLookup
  readonly followers: Followers
  readonly authenticator: Authenticator
  readonly audit: Audit
  readonly clock: Clock
}

export type UserLifecycle = ReturnType<typeof createUserLifecycle>

/** Activation, blocking and moving of users. What is so already stays so and is no error. */
export const createUserLifecycle = (dependencies: LifecycleDependencies) => {
  const { store, people, repository, organizations, followers, authenticator, audit, clock } = dependencies
  const now = () => clock().toISOString()

  /** One change in a transaction with what follows from it; tokens end by the time it resolves. */
  const turn = async (
    caller: Caller,
    user: UserRecord,
    type: AuditType,
    changes: UserColumns,
    follow: (db: Database) => Promise<void> = async () => undefined,
  ): Promise<void> => {
    await store.transaction(async (transaction) => {
      await repository.update(transaction, user.uid, { ...changes, modified_at: now() }, true)
      await follow(transaction)
    })
    authenticator.forgetAll()
    audit.record({ type, actor: caller, details: { userId: user.uid, userName: user.username } })
  }

  const tell = (user: UserRecord, active: boolean) => (db: Database) =>
    followers.tell(db, { mark: user.uid, userUid: user.uid, active, at: now() })

  return {
    /** What follows in the same transaction from turning a user: the seat, the machines. The row is the caller's. */
    async follow(db: Database, user: Pick<UserRecord, 'uid'>, active: boolean, organization: OrganizationRow) {
      if (active) {
        requireActive(organization)
        await organizations.requireSeat(db, organization)
      }
      await followers.tell(db, { mark: user.uid, userUid: user.uid, active, at: now() })
    },

    /** Activates; with `unblock` lifts a block too. */
    async activate(caller: Caller, key: UserKey, { unblock }: { readonly unblock: boolean }): Promise<void> {
      const user = await people.changeable(caller, key)
      const isDone = user.active === 1 && !(unblock && user.blocked === 1)
      if (isDone) return
      const changes = { active: 1, deactivated_with: null, ...(unblock && { blocked: 0 as const }) } as const
      await turn(caller, user, 'user_activated', changes, async (db) => {
        const organization = await organizations.byUid(user.org_uid, db)
        requireActive(organization)
        await organizations.requireSeat(db, organization)
        await tell(user, true)(db)
      })
    },

    /** Deactivates with the user's machines; with `block` the user is blocked too. */
    async deactivate(caller: Caller, key: UserKey, { block }: { readonly block: boolean }): Promise<void> {
      const user = await people.changeable(caller, key)
      if (caller.kind === 'user' && caller.id === user.uid) throw notYourself('deactivate')
      // One that went with its organization stays behind when that comes back.
      const isDone = user.active === 0 && user.deactivated_with === null && (!block || user.blocked === 1)
      if (isDone) return
      const changes = { active: 0, deactivated_with: null, ...(block && { blocked: 1 as const }) } as const
      await turn(caller, user, 'user_deactivated', changes, tell(user, false))
    },

    async setBlocked(caller: Caller, key: UserKey, blocked: boolean): Promise<void> {
      const user = await people.changeable(caller, key)
      if (blocked && caller.kind === 'user' && caller.id === user.uid) throw notYourself('block')
      if ((user.blocked === 1) === blocked) return
      await turn(caller, user, blocked ? 'user_blocked' : 'user_unblocked', { blocked: blocked ? 1 : 0 })
    },

    /** Moves a user to another organization; both must be within the caller's reach. */
    async move(caller: Caller, key: UserKey, destination: OrganizationRow | null): Promise<void> {
      const user = await people.changeable(caller, key)
      if (!destination) throw organizationNotFound()
      organizations.requireReach(reachOf(caller, 'users.write'), destination)
      if (destination.uid === user.org_uid) return
      await turn(caller, user, 'user_moved', { org_uid: destination.uid }, async (db) => {
        requireActive(destination)
        if (user.active === 1) await organizations.requireSeat(db, destination)
      })
    },
  }
}

const requireActive = (organization: OrganizationRow): void => {
  if (organization.active === 1) return
  throw new SpillwayError('MALFORMED_REQUEST', {
    reason: 'The organization is deactivated',
    familyCode: 'ORG_IS_DEACTIVATED',
  })
}

export const notYourself = (verb: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { reason: `You cannot ${verb} yourself`, familyCode: 'CANNOT_CHANGE_SELF' })

export const organizationNotFound = (): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { reason: 'Organization was not found', familyCode: 'ORG_NOT_FOUND' })
