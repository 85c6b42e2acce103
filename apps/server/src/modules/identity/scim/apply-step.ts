import { isDeepStrictEqual } from 'node:util'
import { type Filter, filter as matcherOf, parse } from 'scim2-parse-filter'
import { scimRefusal } from './problems.ts'
import { urn } from './urns.ts'

export type Resource = Readonly<Record<string, unknown>>

/** What one operation does to one attribute that is kept. */
export interface Step {
  readonly verb: 'add' | 'replace' | 'remove'
  /** Whether the attribute belongs to the enterprise extension. */
  readonly isExtension: boolean
  readonly attribute: string
  /** Whether the attribute holds several values. */
  readonly isList: boolean
  /** Which of the values are meant, without brackets. */
  readonly filter: string | null
  /** Part of a complex value. */
  readonly member: string | null
  readonly value: unknown
}

/**
 * A resource after a step (RFC 7644 section 3.5.2). Only own keys are read, and objects are made anew, so that no name
 * that a provider sends reaches what objects inherit.
 */
export const applyStep = (resource: Resource, step: Step): Resource => {
  if (step.verb !== 'remove' && step.value === undefined)
    throw scimRefusal('invalidValue', `${step.verb} needs a value`, 'body.Operations')
  if (!step.isExtension) return changed(resource, step)
  return withKey(resource, urn.enterprise, changed(asObject(ownValue(resource, urn.enterprise)), step))
}

const changed = (holder: Resource, step: Step): Resource => {
  const before = ownValue(holder, step.attribute)
  const after = step.isList ? nonEmpty(changedList([before ?? []].flat(), step)) : changedValue(before, step)
  return after === undefined ? withoutKey(holder, step.attribute) : withKey(holder, step.attribute, after)
}

const changedValue = (before: unknown, { verb, filter, member, value, attribute }: Step): unknown => {
  if (filter !== null) throw scimRefusal('noTarget', `${attribute} is no list to choose from`, 'body.Operations')
  if (member !== null) return changedMember(before, { verb, member, value, attribute })
  if (verb === 'remove') return undefined
  return isObject(before) && isObject(value) ? { ...before, ...value } : value
}

const changedMember = (
  before: unknown,
  { verb, member, value, attribute }: { verb: Step['verb']; member: string; value: unknown; attribute: string },
): Resource | undefined => {
  if (before !== undefined && before !== null && !isObject(before))
    throw scimRefusal('invalidPath', `${attribute} has no parts`, 'body.Operations')
  if (verb !== 'remove') return withKey(asObject(before), member, value)
  return isObject(before) ? withoutKey(before, member) : undefined
}

const changedList = (before: readonly unknown[], step: Step): readonly unknown[] => {
  const { verb, member, value } = step
  if (step.filter !== null) return changedMatches(before, step, parsed(step.filter))
  if (member !== null)
    return (before.length === 0 && verb !== 'remove' ? [{}] : before).map((one) => changedItem(one, step))
  const given = [value].flat()
  const isGiven = (one: unknown) => given.some((other) => isDeepStrictEqual(other, one))
  if (verb === 'replace') return given
  if (verb === 'remove') return value === undefined ? [] : before.filter((one) => !isGiven(one))
  return [...before, ...given.filter((one) => !before.some((other) => isDeepStrictEqual(other, one)))]
}

const changedMatches = (before: readonly unknown[], step: Step, filter: Filter): readonly unknown[] => {
  const matches = matcherOf(eased(filter))
  const meant = new Set(before.filter((one) => isObject(one) && matches(easedItem(one))))
  if (step.verb === 'remove' && step.member === null) return before.filter((one) => !meant.has(one))
  if (meant.size > 0 || step.verb === 'remove')
    return before.map((one) => (meant.has(one) ? changedItem(one, step) : one))
  // Of a replacement RFC 7644 wants `noTarget`, but Entra ID replaces what is not there yet and gives up when refused.
  const wanted = equalities(filter)
  if (wanted === null) throw scimRefusal('noTarget', `No value of ${step.attribute} is so`, 'body.Operations')
  return [...before, changedItem(wanted, step)]
}

/** A filter that ignores letter case, as all that is kept does, and takes truth written as text. */
const eased = (filter: Filter): Filter => {
  if ('filters' in filter) return { ...filter, filters: filter.filters.map(eased) }
  if ('filter' in filter) return { ...filter, filter: eased(filter.filter) }
  if ('valFilter' in filter) return { ...filter, valFilter: eased(filter.valFilter) as typeof filter.valFilter }
  return 'compValue' in filter ? { ...filter, compValue: easedValue(filter.compValue) } : filter
}

const easedValue = <Value>(value: Value): Value | string =>
  typeof value === 'string' || typeof value === 'boolean' ? String(value).toLowerCase() : value

const easedItem = (item: Resource): Resource =>
  Object.fromEntries(Object.entries(item).map(([key, held]) => [key, easedValue(held)]))

const changedItem = (item: unknown, { verb, member, value }: Step): unknown => {
  const before = asObject(item)
  if (member === null) return isObject(value) ? { ...before, ...value } : value
  return verb === 'remove' ? withoutKey(before, member) : withKey(before, member, value)
}

const parsed = (text: string): Filter => {
  try {
    return parse(text)
  } catch {
    throw scimRefusal('invalidFilter', 'The filter of the path cannot be read', 'body.Operations')
  }
}

/** The value that a filter by equality describes; null for any other filter. */
const equalities = (filter: Filter): Resource | null => {
  if ('compValue' in filter && filter.op === 'eq') return withKey({}, filter.attrPath, filter.compValue)
  if (!('filters' in filter) || filter.op !== 'and') return null
  const found = filter.filters.map(equalities)
  return found.every((one) => one !== null) ? Object.fromEntries(found.flatMap((one) => Object.entries(one))) : null
}

const isObject = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asObject = (value: unknown): Resource => (isObject(value) ? value : {})

const ownValue = (holder: Resource, key: string): unknown => (Object.hasOwn(holder, key) ? holder[key] : undefined)

const withKey = (holder: Resource, key: string, value: unknown): Resource => ({ ...holder, [key]: value })

const withoutKey = (holder: Resource, key: string): Resource =>
  Object.fromEntries(Object.entries(holder).filter(([name]) => name !== key))

const nonEmpty = (list: readonly unknown[]): readonly unknown[] | undefined => (list.length === 0 ? undefined : list)
