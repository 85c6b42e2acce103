import { type Requirement, required } from '@spillway/event-model'
import { observedServices } from '../catalogue/exposure.ts'
import { requiredToMove } from '../conditions/movement.ts'
import {
  downloadServices,
  emailServices,
  type RuleVectors,
  type SharingService,
  sharingServices,
  uploadCategories,
} from './model.ts'
import {
  directShare,
  mailObservers,
  publicLink,
  serviceNames,
  severalPlaces,
  unmonitoredDevice,
  uploadCategoryLabels,
  watchedWays,
} from './vectors.ts'

/** What an event has to be to have left by a way that the vectors watch. */
export const requiredOfWays = (vectors: RuleVectors | null): Requirement => {
  const byWay: Readonly<Record<string, Requirement>> = {
    cloudSharing: required.every([requiredToMove('shared'), shared(vectors?.cloudSharing)]),
    download: required.every([requiredToMove('downloaded'), downloaded(vectors?.download)]),
    email: required.every([requiredToMove('emailed'), emailed(vectors?.email)]),
    fileUpload: required.every([requiredToMove('uploaded'), uploaded(vectors?.fileUpload)]),
    print: requiredToMove('printed'),
    removableMedia: required.every([requiredToMove('on-media'), onMedia(vectors?.removableMedia)]),
  }
  return required.some(watchedWays(vectors).map((way) => byWay[way] ?? required.anything))
}

const onMedia = (vector: RuleVectors['removableMedia']): Requirement =>
  vector && !vector.isEnabled ? required.nothing : required.anything

const emailed = (vector: RuleVectors['email']): Requirement =>
  !vector || vector.observeAll
    ? required.anything
    : required.among(
        'event.observer',
        emailServices.filter((key) => vector[key]).map((key) => mailObservers[key] ?? ''),
      )

const downloaded = (vector: RuleVectors['download']): Requirement => {
  const watched = downloadServices.filter((key) => vector?.[key]).map((key) => serviceNames[key] ?? '')
  const isAny = !vector || vector.observeAll
  return required.every([
    required.among('destination.name', [unmonitoredDevice]),
    isAny ? required.anything : ofServices(watched),
  ])
}

/** The service is the source, or where that is not named, what the observer watches. */
const ofServices = (names: readonly string[]): Requirement => {
  const observers = [...observedServices].flatMap(([observer, service]) => (names.includes(service) ? [observer] : []))
  return required.some([
    required.among('source.name', names),
    required.every([required.among('source.name', ['']), required.among('event.observer', observers)]),
  ])
}

const shared = (vector: RuleVectors['cloudSharing']): Requirement => {
  const exposed = required.bears('event.shareType', [publicLink, directShare])
  if (!vector || vector.observeAll) return exposed
  const services = sharingServices.flatMap((key) => {
    const service = vector[key]
    return service ? [required.every([ofServices([serviceNames[key] ?? '']), sharedAs(service)])] : []
  })
  return required.every([exposed, required.some(services)])
}

const sharedAs = ({ observeAll, publicLinkShare, directShare: isDirect }: SharingService): Requirement =>
  observeAll
    ? required.anything
    : required.bears('event.shareType', [...(publicLinkShare ? [publicLink] : []), ...(isDirect ? [directShare] : [])])

const uploaded = (vector: RuleVectors['fileUpload']): Requirement => {
  if (!vector) return required.anything
  const kinds = uploadCategories.flatMap((key) => {
    const kind = vector[key]
    if (!kind) return []
    const isKind = required.among('destination.category', [uploadCategoryLabels[key]])
    return kind.observeAll
      ? [isKind]
      : [required.every([isKind, required.among('destination.name', kind.destinations)])]
  })
  const others = vector.advancedSettings?.observeUncategorized
    ? [required.notAmong('destination.category', Object.values(uploadCategoryLabels))]
    : []
  // Of several places each counts, and none of them is the destination's own kind.
  return required.some([required.among('destination.category', [severalPlaces]), ...kinds, ...others])
}
