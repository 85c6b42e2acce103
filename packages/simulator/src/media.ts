import { createRandomAt, type Random } from './random.ts'
import { removableMedia } from './vocabulary/words.ts'

/** A stick or an outside disk. */
export interface Media {
  readonly vendor: string
  readonly mediaName: string
  /** Bytes. */
  readonly capacity: number
  readonly serialNumber: string
  readonly partitionId: string
  readonly volume: string
}

/** One of the sticks of a person: the same serial numbers return. */
export const ownMedia = (key: number, person: number, which: number): Media =>
  drawMedia(createRandomAt(key, person, which, 0x5713), 'BACKUP')

export const drawMedia = (random: Random, volume: string): Media => {
  const [vendor, mediaName, capacity] = random.pick(removableMedia)
  return {
    ...{ vendor, mediaName, capacity, volume },
    serialNumber: random.hex(20).toUpperCase(),
    partitionId: random.uuid(),
  }
}
