import { expect, it } from 'vitest'
import { slowAfter } from './observation.ts'

it('does not call slow what was asked to wait, for as long as it may', () => {
  expect([undefined, null, {}, { wait: 'x' }, { wait: '-1' }].map(slowAfter)).toEqual(Array(5).fill(5_000))
  expect([{ wait: '20' }, { wait: '9999' }].map(slowAfter)).toEqual([25_000, 35_000])
})
