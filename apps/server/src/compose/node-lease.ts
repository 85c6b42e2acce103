import { type ControlStore, isUniqueViolation } from '@spillway/control-store'
import type { Clock } from '../platform/clock.ts'

/** A node's number, its own as long as the lease is held: two writers under one number would mix up their events. */
export interface NodeLease {
  readonly number: number
  isHeld(): boolean
  release(): Promise<void>
}

interface Dependencies {
  readonly store: ControlStore
  readonly clock: Clock
  /** Keeps its number from start to start. */
  readonly name: string
  /** This process. */
  readonly owner: string
  /** Take the number from a holder that seems alive: right where something else keeps a second process out. */
  readonly force: boolean
}

const leaseMilliseconds = 10_000
const renewMilliseconds = 3_000

/** Another process holds the name; it may be gone in a few seconds. */
export class NodeNameTaken extends Error {
  override readonly name = 'NodeNameTaken'
}

/** Takes the lease of a name and keeps it until released. Throws `NodeNameTaken` while another process holds it. */
export const leaseNode = async (dependencies: Dependencies): Promise<NodeLease> => {
  const { store, owner } = dependencies
  const number = await claim(dependencies)
  let heldUntil = expiry(dependencies).getTime()
  const renew = async (): Promise<void> => {
    const until = expiry(dependencies)
    const renewed = await store.db
      .updateTable('node')
      .set({ lease_expires_at: until.toISOString() })
      .where('id', '=', number)
      .where('lease_owner', '=', owner)
      .executeTakeFirst()
    heldUntil = renewed.numUpdatedRows > 0n ? until.getTime() : 0
  }
  // A renewal that fails is made up for by a later one, or the lease runs out and writing stops.
  const timer = setInterval(() => void renew().catch(() => undefined), renewMilliseconds)
  timer.unref()
  return {
    number,
    isHeld: () => dependencies.clock().getTime() < heldUntil,
    release: async () => {
      clearInterval(timer)
      await store.db
        .updateTable('node')
        .set({ lease_owner: null, lease_expires_at: null })
        .where('id', '=', number)
        .where('lease_owner', '=', owner)
        .execute()
    },
  }
}

const expiry = ({ clock }: Dependencies): Date => new Date(clock().getTime() + leaseMilliseconds)

const claim = async (dependencies: Dependencies): Promise<number> => {
  const known = await dependencies.store.db
    .selectFrom('node')
    .select(['id', 'lease_owner', 'lease_expires_at'])
    .where('name', '=', dependencies.name)
    .executeTakeFirst()
  if (!known) return register(dependencies)
  const isFree =
    known.lease_owner === null || Date.parse(known.lease_expires_at ?? '') <= dependencies.clock().getTime()
  if (!isFree && !dependencies.force) throw taken(dependencies.name)
  return takeOver(dependencies, known)
}

/** Only if nobody else took it since it was read. */
const takeOver = async (
  dependencies: Dependencies,
  known: { readonly id: number; readonly lease_owner: string | null },
): Promise<number> => {
  const { store, owner, name } = dependencies
  const outcome = await store.db
    .updateTable('node')
    .set({ lease_owner: owner, lease_expires_at: expiry(dependencies).toISOString() })
    .where('id', '=', known.id)
    .where('lease_owner', 'is not distinct from', known.lease_owner)
    .executeTakeFirst()
  if (outcome.numUpdatedRows === 0n) throw taken(name)
  return known.id
}

const register = async (dependencies: Dependencies): Promise<number> => {
  const { store, name, owner, clock } = dependencies
  try {
    return await store.transaction(async (transaction) => {
      const last = await transaction
        .selectFrom('node')
        .select(({ fn }) => fn.max('id').as('id'))
        .executeTakeFirst()
      const id = Number(last?.id ?? 0) + 1
      const lease = { lease_owner: owner, lease_expires_at: expiry(dependencies).toISOString() }
      await transaction
        .insertInto('node')
        .values({ id, name, ...lease, created_at: clock().toISOString() })
        .execute()
      return id
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw taken(name)
    throw error
  }
}

const taken = (name: string): NodeNameTaken =>
  new NodeNameTaken(`Another process runs under the node name ${name}; give each its own`)
