import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { runJob } from '../support/child.ts'
import { period, type Slice } from './period.ts'

const sliceEvents = 125_000

/**
 * Files of `events` simulated events, generated once and kept: `rows` for the engines, `events` for HTTP.
 * Returns their paths in order of time.
 */
export const generated = async (directory: string, form: Slice['form'], events: number): Promise<string[]> => {
  const folder = join(directory, `${form}-${events}`)
  mkdirSync(folder, { recursive: true })
  const missing = slicesOf(folder, form, events).filter(({ path }) => !existsSync(path))
  if (missing.length > 0) console.error(`Generating ${events} ${form} into ${folder}`)
  const waiting = [...missing]
  const worker = async () => {
    for (let slice = waiting.shift(); slice; slice = waiting.shift()) await generate(slice)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return slicesOf(folder, form, events).map(({ path }) => path)
}

// Written under another name first, so that an interrupted run leaves nothing half-done.
const generate = async (slice: Slice) => {
  await runJob('generate', { ...slice, path: `${slice.path}.part` })
  renameSync(`${slice.path}.part`, slice.path)
}

const slicesOf = (folder: string, form: Slice['form'], events: number): Slice[] => {
  const slices = Math.ceil(events / sliceEvents)
  const [from, to] = [period.from.getTime(), period.to.getTime()]
  const instant = (slice: number) => new Date(from + Math.round(((to - from) * slice) / slices)).toISOString()
  return Array.from({ length: slices }, (_, slice) => ({
    form,
    from: instant(slice),
    to: instant(slice + 1),
    count: slice < slices - 1 ? sliceEvents : events - sliceEvents * (slices - 1),
    firstSequence: 1 + slice * sliceEvents,
    seed: `slice ${slice} of ${slices}`,
    path: join(folder, `${String(slice).padStart(3, '0')}.ndjson`),
  }))
}
