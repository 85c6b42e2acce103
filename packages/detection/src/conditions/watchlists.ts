import { watchlistIndicators } from '../catalogue/context.ts'
import type { RiskSettings } from '../scoring/settings.ts'
import { type StoredIndicator, tableOf, type Weighed } from '../scoring/weigh.ts'

/** A watchlist that someone was on. */
export interface Membership {
  readonly id: string
  /** `DEPARTING_EMPLOYEE` and the like; `CUSTOM` for the tenant's own. */
  readonly type: string
  readonly title: string | null
}

/** Id of the indicator of a tenant's own watchlist. */
export const customWatchlistIndicator = (watchlistId: string): string => `watchlist-${watchlistId}`

/** Adds the indicators of watchlists. A tenant's own list counts under its title, with weight 0 unless one is set. */
export const compileWatchlists = ({ weights, inactive }: RiskSettings, weighed: Weighed) => {
  const byType = tableOf(watchlistIndicators, weighed)
  const own = new Map(weights)
  const off = new Set(inactive)
  const ofCustom = (watchlistId: string, title: string | null): StoredIndicator | undefined => {
    const id = customWatchlistIndicator(watchlistId)
    return off.has(id) ? undefined : { id, name: title ?? id, weight: own.get(id) ?? 0 }
  }
  return (memberships: readonly Membership[], found: StoredIndicator[]): void => {
    for (const { id, type, title } of memberships) {
      const indicator = type === 'CUSTOM' ? ofCustom(id, title) : byType.get(type)
      if (indicator && !found.some((other) => other.id === indicator.id)) found.push(indicator)
    }
  }
}
