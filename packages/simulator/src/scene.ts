import type { FileEventInput } from '@spillway/event-model'
import { type Document, drawDocument } from './document.ts'
import { iso } from './iso.ts'
import type { Organization, Person } from './organization.ts'
import { type Habits, habitsOf } from './people/habits.ts'
import { mix, type Random } from './random.ts'
import { type Extension, fileKinds } from './vocabulary/file-kinds.ts'

/** What a recipe is told: who acts, from where, and where chance comes from. */
export interface Scene {
  readonly random: Random
  readonly organization: Organization
  readonly person: Person
  readonly habits: Habits
  /** Public address that the machine has at the time. */
  readonly ip: string
}

/** One event of an activity at `instant` (epoch milliseconds); `id` is unique in its stream. */
export type EventMaker = (instant: number, id: EventId) => FileEventInput

/** What an activity with one file leaves behind. */
export type Trace<Facts> = (
  scene: Scene,
  instant: number,
  id: EventId,
  document: Document,
  facts: Facts,
) => FileEventInput

/** Spells the id of an event the way its observer does. */
export interface EventId {
  endpoint(deviceUid: string): string
  cloud(): string
}

/** An activity people do: how often among all events, how many files at once, and what each leaves behind. */
export interface Recipe {
  readonly name: string
  /** Share of all events, before the habits of department and person. */
  readonly share: number
  /** Most files one activity touches; one unless told. */
  readonly mostFiles?: number
  readonly begin: (scene: Scene) => EventMaker
}

/** A person at work at `instant`: at home where they are used to it, and outside office hours. */
export const sceneAt = (organization: Organization, person: Person, instant: number, random: Random): Scene => {
  const habits = habitsOf(organization, person, instant)
  const { office, machine } = person
  const hours = instant / 3_600_000 + office.utcOffsetHours
  const day = Math.floor(hours / 24)
  const hour = hours - day * 24
  const isAtHome = mix(mix(person.index + 1) ^ day) / 2 ** 32 < habits.homeShare
  const isAway = isAtHome || hour < 7 || hour > 19
  return { random, organization, person, habits, ip: isAway ? machine.homeIp : office.publicIp }
}

/** The facts every endpoint event carries. */
export const endpointEvent = (
  { person }: Scene,
  instant: number,
  id: EventId,
  action: string,
  vector?: string,
): Pick<FileEventInput, '@timestamp' | 'event' | 'user'> => {
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
export const sourceMachine = ({ person: { machine }, ip }: Scene) => ({
  category: 'Device',
  name: machine.hostName,
  domain: machine.domain,
  ip,
  privateIp: [...machine.privateIp],
  operatingSystem: machine.operatingSystem,
})

/** A local file of the person, as an endpoint agent describes it. */
export const localFile = ({ person }: Scene, document: Document, changeType: string) => ({
  ...commonFile(document, changeType),
  directory: person.machine.home + document.folder,
  owner: person.userName,
  created: iso(document.created),
})

export const commonFile = ({ name, kind, sizeInBytes, md5, sha256, modified }: Document, changeType: string) => ({
  name,
  category: kind.category,
  mimeType: kind.mimeType,
  mimeTypeByBytes: kind.mimeType,
  mimeTypeByExtension: typeOfName(name) ?? kind.mimeType,
  sizeInBytes,
  modified: iso(modified),
  hash: { md5, sha256 },
  changeType,
})

const typeOfName = (name: string): string | undefined =>
  fileKinds.get(name.slice(name.lastIndexOf('.') + 1) as Extension)?.mimeType

export const editorProcess = ({ person }: Scene) => ({
  executable: person.machine.editor,
  owner: person.userName,
})

/** A document of what the person works on now. */
export const drawFor = ({ random, habits }: Scene, instant: number, prefer?: readonly Extension[]): Document =>
  drawDocument(random, habits, instant, prefer)
