import { builtInIndicators } from '@spillway/detection'
import { expect, it } from 'vitest'
import { python } from '../../support/parts.ts'
import { drive } from '../calls.ts'
import { type InsiderScene, switchedOff } from './scene.ts'

export const indicatorsThroughIncydr = (scene: () => InsiderScene): void => {
  const { seen } = drive('incydr SDK, risk indicator categories', python.incydr, 'insider/incydr_risk.py', scene)

  it('finds every label that it knows, and those that were added', () => {
    const [labels, ids] = seen('tree') as [string[], string[]]
    expect(labels).toHaveLength(155)
    expect(labels.filter((label) => !ids.includes(label))).toEqual([])
    expect(ids).toEqual(builtInIndicators.map(({ id }) => id).toSorted())
  })

  it('filters, sorts and reads one', () => {
    expect(seen('active')).toEqual([[switchedOff], builtInIndicators.length - 1])
    const [ascending, descending] = seen('sorted') as [string[], string[]]
    expect(ascending).toEqual(['Destinations', 'File categories', 'Sources', 'User behavior'])
    expect(descending).toEqual(ascending.toReversed())
    expect(seen('one')).toEqual(['Destinations', true, 8])
  })

  it('meets its own errors', () => {
    const refused = (status: number) => ({ raised: 'HTTPError', status })
    expect([seen('no_category'), seen('no_subcategory'), seen('forbidden')]).toEqual([404, 404, 403].map(refused))
  })
}
