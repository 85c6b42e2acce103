import type { RuleContext } from './circumstances.ts'
import type { JudgedEvent } from './judged.ts'
import { isOfName, keysOfEvent, keysOfFilters } from './keys.ts'
import type { RuleDefinition } from './model.ts'
import { watchedWays, wayOut } from './vectors.ts'

/** Rules that an event may meet: all that it does meet are among them. */
export type RuleIndex<Rule> = (event: JudgedEvent, context: RuleContext) => Iterable<Rule>

interface Shelf<Rule> {
  readonly always: Rule[]
  readonly byKey: Map<string, Rule[]>
  hasPatterns: boolean
}

/**
 * Lays rules out by the way they watch, then by whom or what they look at, so that a thousand rules do not mean a
 * thousand judgements of each event.
 */
export const indexRules = <Rule extends { readonly definition: RuleDefinition }>(
  rules: readonly Rule[],
): RuleIndex<Rule> => {
  const shelves = new Map<string, Shelf<Rule>>()
  for (const rule of rules) for (const way of watchedWays(rule.definition.vectors)) place(shelfOf(shelves, way), rule)
  return (event, context) => {
    const way = event.risk.trusted ? null : wayOut(event)
    const shelf = shelves.get(way ?? '')
    return shelf ? foundOn(shelf, event, context) : []
  }
}

const shelfOf = <Rule>(shelves: Map<string, Shelf<Rule>>, way: string): Shelf<Rule> => {
  const shelf = shelves.get(way) ?? { always: [], byKey: new Map(), hasPatterns: false }
  shelves.set(way, shelf)
  return shelf
}

const place = <Rule extends { readonly definition: RuleDefinition }>(shelf: Shelf<Rule>, rule: Rule): void => {
  const keys = keysOfFilters(rule.definition.filters, (key) => shelf.byKey.get(key)?.length ?? 0)
  if (keys === null) shelf.always.push(rule)
  for (const key of new Set(keys)) {
    const others = shelf.byKey.get(key)
    if (others) others.push(rule)
    else shelf.byKey.set(key, [rule])
    shelf.hasPatterns ||= isOfName(key)
  }
}

const foundOn = <Rule>({ always, byKey, hasPatterns }: Shelf<Rule>, event: JudgedEvent, context: RuleContext) => {
  if (byKey.size === 0) return always
  const found = new Set(always)
  for (const key of keysOfEvent(event, context, hasPatterns)) for (const rule of byKey.get(key) ?? []) found.add(rule)
  return found
}
