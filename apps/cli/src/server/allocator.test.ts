import { expect, it } from 'vitest'
import type { CliContext } from '../context.ts'
import { settleAllocator } from './allocator.ts'

/** Environments with which the process would begin anew, until it no longer does. */
const restarts = (environment: CliContext['environment']): CliContext['environment'][] => {
  const seen: CliContext['environment'][] = []
  const restart = (next: CliContext['environment']) => {
    seen.push(next)
    if (seen.length < 5) settleAllocator({ environment: next, restart })
  }
  settleAllocator({ environment, restart })
  return seen
}

it('begins the process anew once, with the settings that were missing', () => {
  expect(restarts({ HOME: '/home/ada' })).toEqual([
    {
      HOME: '/home/ada',
      MALLOC_ARENA_MAX: '2',
      MALLOC_MMAP_THRESHOLD_: '131072',
      MALLOC_TRIM_THRESHOLD_: '131072',
    },
  ])
})

it('leaves what the administrator chose', () => {
  expect(restarts({ MALLOC_ARENA_MAX: '8' })).toMatchObject([{ MALLOC_ARENA_MAX: '8' }])
})

it('stays as it is where a process cannot begin anew', () => {
  expect(() => settleAllocator({ environment: {} })).not.toThrow()
})
