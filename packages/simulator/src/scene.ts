import type { FileEventInput } from '@spillway/event-model'
import { type Document, drawDocument } from './document.ts'
import { iso } from './iso.ts'
import type { Organization, Person } from './organization.ts'
import type { Random } from './random.ts'
import type { Extension } from './vocabulary/file-kinds.ts'

/** What a recipe is told: who acts, when, and where chance comes from. */
export interface Scene {
  readonly random: Random
  readonly organization: Organization
  readonly person: Person
}

/** One event of an activity at `instant` (epoch milliseconds); `id` is unique in its stream. */
export type EventMaker = (instant: number, id: EventId) => FileEventInput

/** Spells the id of an event the way its observer does. */
export interface EventId {
  endpoint(deviceUid: string): string
  cloud(): string
}

/** An activity people do: how often among all events, how many files at once, and what each leaves behind. */
export interface Recipe {
  readonly name: string
  /** Share of all events, before the habits of the department. */
  readonly share: number
  /** Most files one activity touches; one unless told. */
  readonly mostFiles?: number
  readonly begin: (scene: Scene) => EventMaker
}

/** The facts every endpoint event carries. */
export const endpointEvent = (
  scene: Scene,
  instant: number,
  id: EventId,
  action: string,
  vector?: string,
): Pick<FileEventInput, '@timestamp' | 'event' | 'user'> => {
  const { person } = scene
  const { deviceUid } = person.machine
  return {
    '@timestamp': iso(instant),
    event: { id: id.endpoint(deviceUid), action, observer: 'Endpoint', ...(vector && { vector }) },
    user: { email: person.email, id: person.userId, deviceUid, department: person.department.name },
  }
}

/** The facts every event seen by a cloud connection carries: no device, no user id. */
export const cloudEvent = (
  { person }: Scene,
  instant: number,
  id: EventId,
  { action, observer, detector, vector }: { action: string; observer: string; detector: string; vector?: string },
): Pick<FileEventInput, '@timestamp' | 'event' | 'user'> => ({
  '@timestamp': iso(instant),
  event: { id: id.cloud(), action, observer, detectorDisplayName: detector, ...(vector && { vector }) },
  user: { email: person.email, department: person.department.name },
})

/** The machine of the person as the source of what leaves it. */
export const sourceMachine = ({ person: { machine } }: Scene) => ({
  category: 'Device',
  name: machine.hostName,
  domain: machine.domain,
  ip: machine.publicIp,
  privateIp: [...machine.privateIp],
  operatingSystem: machine.operatingSystem,
})

/** A local file of the person, as an endpoint agent describes it. */
export const localFile = (scene: Scene, document: Document, changeType: string) => ({
  ...commonFile(document, changeType),
  directory: scene.person.machine.home + document.folder,
  owner: scene.person.userName,
  created: iso(document.created),
})

export const commonFile = ({ name, kind, sizeInBytes, md5, sha256, modified }: Document, changeType: string) => ({
  name,
  category: kind.category,
  mimeType: kind.mimeType,
  mimeTypeByBytes: kind.mimeType,
  mimeTypeByExtension: kind.mimeType,
  sizeInBytes,
  modified: iso(modified),
  hash: { md5, sha256 },
  changeType,
})

export const browserProcess = ({ person }: Scene) => ({
  executable: person.machine.browser.executable,
  owner: person.userName,
})

export const drawFor = ({ random, person }: Scene, instant: number, prefer?: readonly Extension[]): Document =>
  drawDocument(random, person, instant, prefer)
