import type { MetCondition, RuleContext } from './circumstances.ts'
import { compileFilters } from './filters.ts'
import type { JudgedEvent } from './judged.ts'
import type { RuleDefinition } from './model.ts'
import { compileVectors } from './vectors.ts'

/** Every condition of the rule with the value that met it: the way out first, then the filters in their order. */
export interface RuleMatch {
  readonly conditions: readonly MetCondition[]
}

/** Judges one stored event by one rule. Volume is not its business: that is counted over a window. */
export type CompiledRule = (event: JudgedEvent, context: RuleContext) => RuleMatch | null

/**
 * Compiles a rule. Only activity that is not trusted and by which a file left is looked at (domain reference 1.6);
 * vectors are alternatives, filters have to hold together, values inside a filter are alternatives.
 */
export const compileRule = (rule: RuleDefinition): CompiledRule => {
  const findVector = compileVectors(rule.vectors)
  const filters = compileFilters(rule.filters)
  return (event, context) => {
    if (event.risk.trusted || (isBlocked(event) && !rule.alertOnBlockedBrowserActivity)) return null
    const way = findVector(event)
    if (way === null) return null
    const conditions = [way]
    for (const find of filters) {
      const condition = find(event, context)
      if (condition === null) return null
      conditions.push(condition)
    }
    return { conditions }
  }
}

const isBlocked = ({ responseControls }: JudgedEvent): boolean => responseControls.preventativeControl === 'BLOCKED'
