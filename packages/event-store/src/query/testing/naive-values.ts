import type { Version } from '@spillway/event-model'

/** v1 terms whose values lie below another key than their own name. */
const v1Paths: Readonly<Record<string, string>> = {
  sharedWith: 'sharedWith.cloudUsername',
  tabTitles: 'tabs.title',
  tabTitleErrors: 'tabs.titleError',
  tabUrls: 'tabs.url',
  tabUrlErrors: 'tabs.urlError',
  sourceTabTitles: 'sourceTabs.title',
  sourceTabTitleErrors: 'sourceTabs.titleError',
  sourceTabUrls: 'sourceTabs.url',
  sourceTabUrlErrors: 'sourceTabs.urlError',
  fileClassificationVendors: 'fileClassifications.vendor',
  fileClassificationValues: 'fileClassifications.value',
  riskIndicatorNames: 'riskIndicators.name',
  riskIndicatorWeights: 'riskIndicators.weight',
}

export type Value = string | number | boolean

const isPresent = (value: unknown): value is Value => value !== null && value !== undefined && value !== ''

/** Everything found at a dotted path, arrays flattened on the way. */
const collect = (value: unknown, path: readonly string[]): Value[] => {
  if (Array.isArray(value)) return value.flatMap((item) => collect(item, path))
  const [head, ...rest] = path
  if (head === undefined) return isPresent(value) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return collect((value as Record<string, unknown>)[head], rest)
}

const objectsAt = (event: unknown, path: readonly string[]): { key: unknown; value: unknown }[] => {
  const [head, ...rest] = path
  if (Array.isArray(event)) return event.flatMap((item) => objectsAt(item, path))
  if (head === undefined) return [event as { key: unknown; value: unknown }]
  return objectsAt((event as Record<string, unknown>)[head], rest)
}

const identifierValues = (event: unknown, term: string): Value[] => {
  const parent = term.replace(/\.identifiers$|\.identifier\.id$/, '').split('.')
  const pairs = objectsAt(event, [...parent, 'identifiers']).filter(({ value }) => isPresent(value))
  const values = pairs.map(({ value }) => String(value))
  return term.endsWith('.id') ? values : [...values, ...pairs.map(({ key, value }) => `${key ?? ''}:${value}`)]
}

/** The values that an event, as the API shows it, has for a search term. */
export const valuesOf = (event: unknown, term: string, version: Version): Value[] => {
  if (version === 'v1') return collect(event, (v1Paths[term] ?? term).split('.'))
  if (/\.identifiers?(\.id)?$/.test(term)) return identifierValues(event, term)
  return collect(event, (term === 'file.classifications' ? 'file.classifications.value' : term).split('.'))
}
