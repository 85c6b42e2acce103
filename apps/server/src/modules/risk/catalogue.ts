import type { RiskIndicatorCategory, RiskIndicatorSetting, RiskSettings } from '@spillway/contract'
import { fileNameSubcategory, type Indicator, indicatorCategories } from '@spillway/detection'
import type { IndicatorChoice, StoredFileName, StoredSettings } from './repository.ts'

export interface TreeOptions {
  /** Only indicators that are switched on, or off; all where absent. */
  readonly isActive?: boolean | undefined
  readonly direction?: 'asc' | 'desc' | undefined
}

/** The catalogue with the tenant's own indicators in it. */
export const presentTree = (stored: StoredSettings, { isActive, direction }: TreeOptions): RiskIndicatorCategory[] => {
  const off = new Set(stored.choices.filter((choice) => !choice.isActive).map(({ id }) => id))
  const isShown = (active: boolean): boolean => isActive === undefined || isActive === active
  const sort = sorter(direction)
  const tree = indicatorCategories.map(({ id, name, description, subcategories }) => ({
    ...{ id, name, description },
    subcategories: sort(
      subcategories.map((each) => ({
        ...{ id: each.id, name: each.name, description: each.description },
        standardIndicators: sort(each.indicators.filter((one) => isShown(!off.has(one.id))).map(presentIndicator)),
        customIndicators: sort(
          (each.id === fileNameSubcategory ? stored.fileNames : [])
            .filter((one) => isShown(one.isActive))
            .map(presentFileName),
        ),
      })),
    ),
  }))
  return sort(tree)
}

const presentIndicator = ({ id, name, description }: Indicator) => ({ id, name, description })
const presentFileName = ({ id, name, patterns }: StoredFileName) => ({ id, name, description: patterns.join(', ') })

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
export const presentSettings = (stored: StoredSettings): RiskSettings => {
  const choices = new Map(stored.choices.map((choice) => [choice.id, choice]))
  return {
    version: stored.version,
    trustedAddresses: [...stored.trustedAddresses],
    indicators: [
      ...standardSettings(choices),
      ...stored.fileNames.map(presentFileNameSetting),
      ...watchlistSettings(stored.choices),
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

export const presentFileNameSetting = ({ id, name, patterns, weight, isActive }: StoredFileName) => ({
  ...{ id, name, weight, isActive },
  description: null,
  categoryId: 'file-categories',
  subcategoryId: fileNameSubcategory,
  defaultWeight: 0,
  patterns: [...patterns],
})

/** Custom watchlists appear once they have a weight of their own; which there are is not known here. */
const watchlistSettings = (choices: readonly IndicatorChoice[]): RiskIndicatorSetting[] =>
  choices
    .filter(({ id }) => isWatchlistIndicator(id))
    .map(({ id, weight, isActive }) => ({
      ...{ id, name: id, description: null, categoryId: 'user-behavior', subcategoryId: 'watchlists' },
      ...{ weight: weight ?? 0, defaultWeight: 0, isActive, patterns: null },
    }))

export const isWatchlistIndicator = (id: string): boolean => /^watchlist-[\w-]{1,100}$/.test(id)
