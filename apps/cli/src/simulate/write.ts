import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { FileEventInput } from '@spillway/simulator'
import type { Play } from './play.ts'

const batchCharacters = 1_000_000

/**
 * Writes people, facts, ground truth and events of a play into a folder: `directory.json`, `facts.json`, `truth.json`
 * and, last and under its name only when it is whole, `events.ndjson`. Returns how many events.
 */
export const writePlay = async (play: Play, folder: string, told: (events: number) => void): Promise<number> => {
  const { simulation, period, directory } = play
  await mkdir(folder, { recursive: true })
  const write = (name: string, value: unknown) => writeFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`)
  await write('directory.json', directory)
  await write('facts.json', simulation.facts(period))
  await write('truth.json', simulation.truth(period))
  const path = join(folder, 'events.ndjson')
  const count = await writeLines(`${path}.part`, simulation.events(period), told)
  await rename(`${path}.part`, path)
  return count
}

const writeLines = async (path: string, events: Iterable<FileEventInput>, told: (events: number) => void) => {
  const file = createWriteStream(path)
  let [count, text] = [0, '']
  const flush = async () => {
    if (!file.write(text)) await once(file, 'drain')
    text = ''
    told(count)
  }
  for (const event of events) {
    text += `${JSON.stringify(event)}\n`
    count++
    if (text.length >= batchCharacters) await flush()
  }
  await flush()
  file.end()
  await finished(file)
  return count
}
