import type { TrustType } from './catalogue.ts'
import type { TrustEntry } from './entry.ts'
import { type Grants, grantsOf } from './grants.ts'
import { keyOf } from './values.ts'

/** What is known of one value: what it is trusted for, and whether files taken from there are worth watching. */
export interface Trusted {
  readonly grants: Grants
  readonly highValue: boolean
}

/** Entries by the form in which values are compared: a look-up costs the same with ten of them and with ten thousand. */
export interface CompiledTrust {
  readonly byType: Readonly<Record<TrustType, ReadonlyMap<string, Trusted>>>
  /** Segments of the longest trusted path; nothing below needs to be looked up. */
  readonly deepestPath: number
  readonly hasHighValue: boolean
}

/** Prepares entries for look-ups. Those whose value cannot be read are left out. */
export const compileTrust = (entries: readonly TrustEntry[]): CompiledTrust => {
  const byType = {
    DOMAIN: new Map<string, Trusted>(),
    ACCOUNT_NAME: new Map<string, Trusted>(),
    GIT_REPOSITORY_URI: new Map<string, Trusted>(),
    SLACK: new Map<string, Trusted>(),
    URL_PATH: new Map<string, Trusted>(),
  }
  for (const { type, value, actions, isHighValueSource } of entries) {
    const keyed = keyOf(type, value)
    if (!keyed.ok) continue
    const known = byType[type].get(keyed.key)
    byType[type].set(keyed.key, {
      grants: (known?.grants ?? 0) | grantsOf(actions),
      highValue: (known?.highValue ?? false) || isHighValueSource,
    })
  }
  return {
    byType,
    deepestPath: Math.max(0, ...[...byType.URL_PATH.keys()].map(segmentsOf)),
    hasHighValue: entries.some(({ isHighValueSource }) => isHighValueSource),
  }
}

const segmentsOf = (key: string): number => key.split('/').length - 1
