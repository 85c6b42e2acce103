import { fileCategories, sources, userBehavior } from './contexts.ts'
import { destinations } from './destinations.ts'
import type { Indicator, IndicatorCategory } from './indicator.ts'

export type { Indicator, IndicatorCategory, IndicatorSubcategory } from './indicator.ts'

/** Every built-in indicator in its tree. Grows; nothing in it is renamed, for events keep ids. */
export const indicatorCategories: readonly IndicatorCategory[] = [destinations, userBehavior, fileCategories, sources]

export const builtInIndicators: readonly Indicator[] = indicatorCategories.flatMap(({ subcategories }) =>
  subcategories.flatMap(({ indicators }) => indicators),
)

/** Where indicators of marked file names stand in the tree, and those of a tenant's own watchlists. */
export const fileNameSubcategory = 'file-names'
export const watchlistSubcategory = 'watchlists'
