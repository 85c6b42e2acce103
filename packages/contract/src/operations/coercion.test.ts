import { expect, it } from 'vitest'
import { updateAlertState } from './alerts.ts'
import { anyCase } from './coercion.ts'

const unreadable = { toString: 1 }

it('takes a value in any letter case', () => {
  const state = anyCase(['OPEN', 'CLOSED'])
  expect(state.parse('closed')).toBe('CLOSED')
  expect(state.parse('OPEN')).toBe('OPEN')
})

it.each([[unreadable], [[]], [null], [1], ['ajar']])('refuses %j instead of failing on it', (given) => {
  expect(anyCase(['OPEN', 'CLOSED']).safeParse(given).success).toBe(false)
  expect(updateAlertState.body?.safeParse({ alertIds: ['a'], state: given }).success).toBe(false)
})
