import { builtInIndicators } from '../catalogue/index.ts'
import type { RiskSettings } from './settings.ts'

/** An indicator as an event stores it. One object serves every event, so nobody may change it. */
export interface StoredIndicator {
  readonly id: string
  readonly name: string
  readonly weight: number
}

/** What an event gets for an indicator by its id; nothing for one that is switched off. */
export type Weighed = ReadonlyMap<string, StoredIndicator>

/** Every active indicator with the tenant's weight. */
export const weigh = ({ weights, inactive, fileNames }: RiskSettings): Weighed => {
  const own = new Map(weights)
  const off = new Set(inactive)
  const all = [...builtInIndicators, ...fileNames].filter(({ id }) => !off.has(id))
  return new Map(all.map(({ id, name, weight }) => [id, Object.freeze({ id, name, weight: own.get(id) ?? weight })]))
}

/** A table from what events carry to the indicator it means, without those that are switched off. */
export const tableOf = (labels: ReadonlyMap<string, string>, weighed: Weighed): ReadonlyMap<string, StoredIndicator> =>
  new Map(
    [...labels].flatMap(([value, label]) => {
      const indicator = weighed.get(label)
      return indicator ? [[value, indicator] as const] : []
    }),
  )
