import type { ImportReceipt } from '@spillway/contract'
import { posting } from '../core/calls.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

export type { ImportReceipt } from '@spillway/contract'

export interface ImportOptions extends CallOptions {
  /** `update`: a user who is not there is a failed row. */
  readonly mode?: 'upsert' | 'update'
}

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Users and machines in bulk. A row is known by its key, so that sending it twice does no harm. */
export const createImports = (requester: Requester) => ({
  users: (rows: Rows, { mode, ...options }: ImportOptions = {}) =>
    requester.json<ImportReceipt>(posting('/v1/spillway/users/import', { rows, ...(mode && { mode }) }, true, options)),

  agents: (rows: Rows, options: CallOptions = {}) =>
    requester.json<ImportReceipt>(posting('/v1/spillway/agents/import', { rows }, true, options)),
})
