import type { Transaction } from './repository.ts'

/** An indicator of the tenant's own, with its place in the tree. */
export interface OwnIndicator {
  readonly id: string
  readonly name: string
  readonly categoryId: string
  readonly subcategoryId: string
}

/** Told of an indicator that is removed, within the change that removes it; `at` as in ISO 8601. */
export type ForgetIndicator = (
  within: Transaction,
  tenantId: string,
  indicator: OwnIndicator,
  at: string,
) => Promise<void>
