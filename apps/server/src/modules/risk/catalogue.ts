import type { RiskIndicatorCategory, RiskIndicatorSetting, RiskSettings } from '@spillway/contract'
import {
  customWatchlistIndicator,
  fileNameSubcategory,
  type Indicator,
  indicatorCategories,
  watchlistSubcategory,
} from '@spillway/detection'
import type { IndicatorChoice, StoredFileName, StoredSettings } from './repository.ts'

export interface TreeOptions {
  /** Only indicators that are switched on, or off; all where absent. */
  readonly isActive?: boolean | undefined
  readonly direction?: 'asc' | 'desc' | undefined
}

/** A watchlist of the tenant's own; its indicator bears its title. */
export interface CustomWatchlist {
  readonly id: string
  readonly title: string | null
  readonly description: string | null
}

/** All that a tenant has decided about risk, and what it made besides. */
export interface TenantRisk extends StoredSettings {
  readonly watchlists: readonly CustomWatchlist[]
}

/** The catalogue with the tenant's own indicators in it. */
export const presentTree = (stored: TenantRisk, { isActive, direction }: TreeOptions): RiskIndicatorCategory[] => {
  const off = new Set([...stored.choices, ...stored.fileNames].filter((one) => !one.isActive).map(({ id }) => id))
  const isShown = (active: boolean): boolean => isActive === undefined || isActive === active
  const sort = sorter(direction)
  const customIn = (subcategoryId: string) => {
    if (subcategoryId === fileNameSubcategory) return stored.fileNames.map(presentFileName)
    return subcategoryId === watchlistSubcategory ? stored.watchlists.map(presentWatchlist) : []
  }
  const tree = indicatorCategories.map(({ id, name, description, subcategories }) => ({
    ...{ id, name, description },
    subcategories: sort(
      subcategories.map((each) => ({
        ...{ id: each.id, name: each.name, description: each.description },
        standardIndicators: sort(each.indicators.filter((one) => isShown(!off.has(one.id))).map(presentIndicator)),
        customIndicators: sort(customIn(each.id).filter(({ id }) => isShown(!off.has(id)))),
      })),
    ),
  }))
  return sort(tree)
}

const presentIndicator = ({ id, name, description }: Indicator) => ({ id, name, description })
const presentFileName = ({ id, name, patterns }: StoredFileName) => ({ id, name, description: patterns.join(', ') })

const presentWatchlist = ({ id, title, description }: CustomWatchlist) => ({
  ...{ id: customWatchlistIndicator(id), name: title ?? id },
  description: description ?? 'The person was on this watchlist when it happened',
})

/** By name, in the order of the alphabet whatever the letter case; as it is where no direction is given. */
const sorter = (direction: 'asc' | 'desc' | undefined) => {
  const sign = direction === 'desc' ? -1 : 1
  return <Named extends { readonly name: string }>(items: readonly Named[]): Named[] =>
    direction === undefined
      ? [...items]
      : items.toSorted((left, right) => sign * collator.compare(left.name, right.name))
}
const collator = new Intl.Collator('en')

/** Every indicator with what the tenant has set. */
export const presentSettings = (stored: TenantRisk): RiskSettings => {
  const choices = new Map(stored.choices.map((choice) => [choice.id, choice]))
  return {
    version: stored.version,
    trustedAddresses: [...stored.trustedAddresses],
    indicators: [
      ...standardSettings(choices),
      ...stored.fileNames.map(presentFileNameSetting),
      ...watchlistSettings(stored, choices),
    ],
  }
}

const standardSettings = (choices: ReadonlyMap<string, IndicatorChoice>): RiskIndicatorSetting[] =>
  indicatorCategories.flatMap((category) =>
    category.subcategories.flatMap((subcategory) =>
      subcategory.indicators.map((indicator) => ({
        ...presentIndicator(indicator),
        categoryId: category.id,
        subcategoryId: subcategory.id,
        weight: choices.get(indicator.id)?.weight ?? indicator.weight,
        defaultWeight: indicator.weight,
        isActive: choices.get(indicator.id)?.isActive ?? true,
        patterns: null,
      })),
    ),
  )

/** Where the tree shows file names that a tenant marks. */
export const fileNamePlace = { categoryId: 'file-categories', subcategoryId: fileNameSubcategory } as const

export const presentFileNameSetting = ({ id, name, patterns, weight, isActive }: StoredFileName) => ({
  ...{ id, name, weight, isActive },
  description: null,
  ...fileNamePlace,
  defaultWeight: 0,
  patterns: [...patterns],
})

const watchlistSettings = (
  { watchlists }: TenantRisk,
  choices: ReadonlyMap<string, IndicatorChoice>,
): RiskIndicatorSetting[] =>
  watchlists.map(presentWatchlist).map((indicator) => ({
    ...indicator,
    ...{ categoryId: 'user-behavior', subcategoryId: watchlistSubcategory, patterns: null },
    weight: choices.get(indicator.id)?.weight ?? 0,
    defaultWeight: 0,
    isActive: choices.get(indicator.id)?.isActive ?? true,
  }))
