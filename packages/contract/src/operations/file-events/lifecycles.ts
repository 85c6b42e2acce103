import type { Lifecycle } from '../../lifecycle.ts'
import type { AlternatePath } from '../../operation.ts'

const v1End = { deprecated: '2022-05-20', sunset: '2026-02-28' } as const

/** v1 of an operation: deprecated when v2 came, served until the announced end of life. */
export const v1Lifecycle = (replacedBy: string): Lifecycle => ({ added: '2019-01-01', ...v1End, replacedBy })

/** v1 saved searches came later than v1 search and left with it. */
export const v1SavedSearchLifecycle = (replacedBy: string): Lifecycle => ({ added: '2021-02-18', ...v1End, replacedBy })

export const v2Lifecycle: Lifecycle = { added: '2022-05-20' }

/** The path under which clients before the API gateway know an operation of the query service. */
export const queryServicePath = (rest: string, lifecycle: Lifecycle): AlternatePath => ({
  path: `/forensic-search/queryservice/api/${rest}`,
  lifecycle,
  source: 'client',
})
