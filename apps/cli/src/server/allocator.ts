import type { CliContext } from '../context.ts'

/**
 * What glibc's allocator reads when a process starts. Its own rules keep large buffers in heaps, one for every few
 * threads, that break up and never shrink; so set, buffers from 128 KiB on are given back one by one. docs/adr/0041-memory-at-rest.md
 */
const settings = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
} as const

/** Before a server starts: begins this process anew with the settings of the allocator, unless they are there. */
export const settleAllocator = ({ environment, restart }: Pick<CliContext, 'environment' | 'restart'>): void => {
  if (Object.keys(settings).every((name) => environment[name] !== undefined)) return
  restart?.({ ...settings, ...environment })
}
