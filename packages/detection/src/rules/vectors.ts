import { observedServices } from '../catalogue/exposure.ts'
import { uploadGroups } from '../catalogue/services.ts'
import { type Movement, movementOf } from '../conditions/movement.ts'
import type { MetCondition } from './circumstances.ts'
import type { JudgedEvent } from './judged.ts'
import {
  downloadServices,
  emailServices,
  type RuleVectors,
  sharingServices,
  type UploadCategoryName,
  uploadCategories,
} from './model.ts'

/** The way an event's file left, where the rule watches that way; null otherwise. */
export type FindVector = (event: JudgedEvent) => MetCondition | null

const met = (vector: string, value: string): MetCondition => ({ criterion: `vectors.${vector}`, value })

/** Services as events name them. */
export const serviceNames: Readonly<Record<string, string>> = {
  box: 'Box',
  googleDrive: 'Google Drive',
  oneDrive: 'OneDrive',
  microsoftOneDrive: 'OneDrive',
  salesforce: 'Salesforce',
}
export const mailObservers: Readonly<Record<string, string>> = { gmail: 'Gmail', microsoft365: 'Office365' }

const serviceOf = ({ event, source }: JudgedEvent): string =>
  source.name ?? observedServices.get(event.observer ?? '') ?? ''

export const publicLink = 'Anyone with the link'
export const directShare = 'Shared with specific people'
export const unmonitoredDevice = 'Unmonitored Device'
/** Kind of a destination that is one of several. */
export const severalPlaces = 'Multiple Possibilities'

const isPublic = ({ event }: JudgedEvent): boolean => event.shareType.includes(publicLink)
const isDirect = ({ event }: JudgedEvent): boolean => event.shareType.includes(directShare)
const toUnmonitored = ({ destination }: JudgedEvent): boolean => destination.name === unmonitoredDevice

/** By movement: whether the file left at all, and where to in words. */
const exits: Readonly<Record<Movement, (event: JudgedEvent) => MetCondition | null>> = {
  stays: () => null,
  printed: ({ destination }) => met('print', destination.name ?? 'Printer'),
  uploaded: (event) => met('fileUpload', event.destination.name ?? 'Unknown'),
  'on-media': (event) => met('removableMedia', event.destination.removableMedia.name ?? 'Removable media'),
  emailed: (event) => met('email', event.event.observer ?? 'Email'),
  shared: (event) => (isPublic(event) || isDirect(event) ? met('cloudSharing', shareWords(event)) : null),
  downloaded: (event) => (toUnmonitored(event) ? met('download', serviceOf(event)) : null),
}

const shareWords = (event: JudgedEvent): string =>
  `${serviceOf(event)}: ${[isPublic(event) && 'public link', isDirect(event) && 'direct share'].filter(Boolean).join(', ')}`

const vectorNames = ['cloudSharing', 'download', 'email', 'fileUpload', 'removableMedia'] as const
/** Paper is a way out that has no vector of its own. */
const ways = [...vectorNames, 'print'] as const

/** The way by which an event's file left, as rules name it; null where it stayed. */
export const wayOut = (event: JudgedEvent): string | null =>
  exits[movementOf(event)](event)?.criterion.slice('vectors.'.length) ?? null

/** Ways that a rule looks at; without any vector, all of them. */
export const watchedWays = (vectors: RuleVectors | null): readonly string[] => {
  const watched = vectorNames.filter((way) => vectors?.[way])
  return watched.length > 0 ? watched : ways
}

/** Compiles the vectors of a rule. Without any, every way out counts. */
export const compileVectors = (vectors: RuleVectors | null): FindVector => {
  const watched = {
    cloudSharing: compileSharing(vectors?.cloudSharing),
    download: compileDownload(vectors?.download),
    email: compileEmail(vectors?.email),
    fileUpload: compileUpload(vectors?.fileUpload),
    removableMedia: compileMedia(vectors?.removableMedia),
  }
  const any = Object.values(watched).every((test) => test === null)
  return (event) => {
    const way = exits[movementOf(event)](event)
    if (way === null || any) return way
    const test = watched[way.criterion.slice('vectors.'.length) as keyof typeof watched]
    return test?.(event) ? way : null
  }
}

type Test = ((event: JudgedEvent) => boolean) | null

const compileMedia = (vector: RuleVectors['removableMedia']): Test => {
  if (!vector) return null
  return () => vector.isEnabled
}

const compileSharing = (vector: RuleVectors['cloudSharing']): Test => {
  if (!vector) return null
  const services = new Map(sharingServices.map((key) => [serviceNames[key], vector[key]]))
  return (event) => {
    const service = services.get(serviceOf(event))
    if (vector.observeAll || service?.observeAll) return true
    return (service?.publicLinkShare === true && isPublic(event)) || (service?.directShare === true && isDirect(event))
  }
}

const compileDownload = (vector: RuleVectors['download']): Test => {
  if (!vector) return null
  const services = new Set(downloadServices.filter((key) => vector[key]).map((key) => serviceNames[key]))
  return (event) => vector.observeAll || services.has(serviceOf(event))
}

const compileEmail = (vector: RuleVectors['email']): Test => {
  if (!vector) return null
  const observers = new Set(emailServices.filter((key) => vector[key]).map((key) => mailObservers[key]))
  return ({ event }) => vector.observeAll || observers.has(event.observer ?? '')
}

/** Values of `destination.category` by the rule's name of the kind. */
export const uploadCategoryLabels: Readonly<Record<UploadCategoryName, string>> = {
  cloudStorage: 'Cloud Storage',
  email: 'Email',
  fileConversionTool: 'File Conversion Tools',
  messaging: 'Messaging',
  pdfManager: 'PDF Manager',
  productivityTool: 'Productivity Tools',
  socialMedia: 'Social Media',
  sourceCodeRepository: 'Source Code Repository',
  webHosting: 'Web Hosting',
}

const groupLabels: ReadonlyMap<string, string> = new Map([
  ['Cloud storage uploads', 'Cloud Storage'],
  ['Code repository uploads', 'Source Code Repository'],
  ['Email service uploads', 'Email'],
  ['Messaging service uploads', 'Messaging'],
  ['Social media uploads', 'Social Media'],
  ['File conversion tool uploads', 'File Conversion Tools'],
  ['PDF manager uploads', 'PDF Manager'],
  ['Productivity tool uploads', 'Productivity Tools'],
  ['Web hosting uploads', 'Web Hosting'],
])

/** Kind of a service by its name: for uploads to one of several services, whose event bears no kind of its own. */
const labelOfService = new Map(
  uploadGroups.flatMap(({ subcategory, services }) =>
    services.map((service) => [service, groupLabels.get(subcategory) ?? ''] as const),
  ),
)
const categorized: ReadonlySet<string> = new Set(Object.values(uploadCategoryLabels))

interface Place {
  readonly name: string
  readonly label: string
}

/** Where an upload may have gone: one place, or each of several. */
const placesOf = ({ destination: { category, name } }: JudgedEvent): readonly Place[] =>
  category === severalPlaces
    ? (name ?? '').split(', ').map((each) => ({ name: each, label: labelOfService.get(each) ?? '' }))
    : [{ name: name ?? '', label: category ?? '' }]

const compileUpload = (vector: RuleVectors['fileUpload']): Test => {
  if (!vector) return null
  const kinds = new Map(uploadCategories.map((key) => [uploadCategoryLabels[key], vector[key]]))
  const uncategorized = vector.advancedSettings?.observeUncategorized === true
  const isWatched = ({ name, label }: Place): boolean => {
    if (!categorized.has(label)) return uncategorized
    const kind = kinds.get(label)
    return kind ? kind.observeAll || kind.destinations.includes(name) : false
  }
  return (event) => placesOf(event).some(isWatched)
}
