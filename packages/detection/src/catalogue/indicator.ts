/** A risk indicator as the product ships it. Of built-in ones the id is the label. */
export interface Indicator {
  readonly id: string
  readonly name: string
  readonly description: string
  /** Points an event gets for it unless the tenant says otherwise. */
  readonly weight: number
  /** `published`: the label is; `inferred`: Spillway follows the pattern of published ones. */
  readonly source: 'published' | 'inferred'
}

/** A group of indicators; `id` is the slug of the name. */
export interface IndicatorSubcategory {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly indicators: readonly Indicator[]
}

export interface IndicatorCategory {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly subcategories: readonly IndicatorSubcategory[]
}

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')

export const indicator = (
  name: string,
  weight: number,
  description: string,
  source: Indicator['source'] = 'published',
): Indicator => ({ id: name, name, description, weight, source })

export const subcategory = (
  name: string,
  description: string,
  indicators: readonly Indicator[],
): IndicatorSubcategory => ({ id: slugOf(name), name, description, indicators })

export const category = (
  name: string,
  description: string,
  subcategories: readonly IndicatorSubcategory[],
): IndicatorCategory => ({ id: slugOf(name), name, description, subcategories })
