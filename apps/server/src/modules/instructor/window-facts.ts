import { type AlertWindow, type Bucket, earliest } from '@spillway/detection'
import type { LessonFacts } from './render.ts'

/** What a message can tell of an alert, out of what it covers: its first file, and where that went if it all went there. */
export const factsOfWindow = ({ buckets }: Pick<AlertWindow, 'buckets'>): Omit<LessonFacts, 'firstName'> => {
  const [file] = earliest(
    buckets.flatMap(({ files }) => files),
    1,
  )
  const places = new Set(buckets.flatMap(placesOf))
  const [place] = places.size === 1 ? places : []
  return { fileName: file?.name ?? null, destination: place ?? null }
}

const placesOf = ({ tallies }: Bucket): readonly string[] =>
  [
    ...Object.keys(tallies.place ?? {}).map((place) => (JSON.parse(place) as [unknown, string])[1]),
    ...Object.keys(tallies.sync ?? {}),
    ...Object.keys(tallies.exposure ?? {}).flatMap((way) => (way === 'RemovableMedia' ? ['removable media'] : [])),
  ].filter((name) => name !== 'Unknown')
