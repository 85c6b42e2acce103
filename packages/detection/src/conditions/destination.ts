import type { FileEvent } from '@spillway/event-model'
import * as exposure from '../catalogue/exposure.ts'
import { uploadGroups, uploadIndicator } from '../catalogue/services.ts'
import { type StoredIndicator, tableOf, type Weighed } from '../scoring/weigh.ts'
import { type Movement, movementOf } from './movement.ts'

/** Adds what it finds to `found`, and answers whether the file left. */
export type FindDestination = (event: FileEvent, found: StoredIndicator[]) => boolean

const publicLink = 'Anyone with the link'
const directShare = 'Shared with specific people'
const unmonitoredDevice = 'Unmonitored Device'
const severalPlaces = 'Multiple Possibilities'

/** Destinations by the names that uploads carry. */
const uploadLabels = new Map([
  ...uploadGroups.flatMap(({ services }) => services.map((name) => [name, uploadIndicator(name)] as const)),
  ['AirDrop', exposure.airDrop],
  ['Removable Media', exposure.removableMedia],
])

/** Looks destinations up by name: the cost does not grow with the catalogue. */
export const compileDestination = (weighed: Weighed): FindDestination => {
  const upload = compileUpload(weighed)
  const share = compileShare(weighed)
  const emails = tableOf(exposure.emailIndicators, weighed)
  const downloads = tableOf(exposure.unmonitoredDownloadIndicators, weighed)
  const media = weighed.get(exposure.removableMedia)
  const finders: Readonly<Record<Movement, FindDestination>> = {
    stays: () => false,
    printed: () => true,
    uploaded: (event, found) => add(found, upload(event)),
    'on-media': (_event, found) => add(found, media),
    emailed: ({ event }, found) => add(found, emails.get(event.observer ?? '')),
    shared: share,
    downloaded: (event, found) =>
      event.destination.name === unmonitoredDevice && add(found, downloads.get(serviceOf(event))),
  }
  return (event, found) => finders[movementOf(event)](event, found)
}

const add = (found: StoredIndicator[], indicator: StoredIndicator | undefined): true => {
  if (indicator) found.push(indicator)
  return true
}

const serviceOf = ({ event, source }: FileEvent): string =>
  source.name ?? exposure.observedServices.get(event.observer ?? '') ?? ''

const compileUpload = (weighed: Weighed) => {
  const byName = tableOf(uploadLabels, weighed)
  const other = weighed.get(exposure.otherDestination)
  const unknown = weighed.get(exposure.unknownDestination)
  return ({ destination: { name, category } }: FileEvent): StoredIndicator | undefined => {
    const direct = byName.get(name ?? '')
    if (direct) return direct
    if (name === null || name === 'Unknown') return unknown
    // A known place whose indicator is switched off must not come back as another place.
    if (uploadLabels.has(name)) return undefined
    return category === severalPlaces ? heaviest(name, byName, other) : other
  }
}

/** Several services were open at once: the file went to one of them, so that the heaviest alone counts. */
const heaviest = (
  names: string,
  byName: ReadonlyMap<string, StoredIndicator>,
  other: StoredIndicator | undefined,
): StoredIndicator | undefined => {
  let best: StoredIndicator | undefined
  for (const name of names.split(', ')) {
    const candidate = byName.get(name)
    if (candidate && candidate.weight > (best?.weight ?? -1)) best = candidate
  }
  return best ?? other
}

/** Sharing within the company exposes nothing. */
const compileShare = (weighed: Weighed): FindDestination => {
  const publicLinks = tableOf(exposure.publicLinkIndicators, weighed)
  const directShares = tableOf(exposure.directShareIndicators, weighed)
  return (event, found) => {
    const { shareType } = event.event
    const isPublic = shareType.includes(publicLink)
    const isDirect = shareType.includes(directShare)
    if (isPublic) add(found, publicLinks.get(serviceOf(event)))
    if (isDirect) add(found, directShares.get(serviceOf(event)))
    return isPublic || isDirect
  }
}
