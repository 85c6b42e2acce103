import type { FileEventInput } from '@spillway/event-model'
import type { World } from '../life/world.ts'
import type { Person } from '../organization.ts'
import type { Random } from '../random.ts'
import type { EventId, Scene } from '../scene.ts'

export const incidentClasses = [
  'departing-to-personal-cloud',
  'removable-media-after-hours',
  'source-code-to-personal-repository',
  'rename-and-zip',
  'public-share-of-board-file',
  'slow-drip',
  'mass-download-from-salesforce',
  'airdrop',
  'print',
] as const
export type IncidentClass = (typeof incidentClasses)[number]

export const lookAlikeClasses = [
  'new-tool',
  'backup-drive',
  'release',
  'project-handover',
  'board-meeting',
  'partner-exchange',
  'quarter-end-reports',
  'team-offsite',
  'court-bundle',
] as const
export type LookAlikeClass = (typeof lookAlikeClasses)[number]

/** Where a story may begin: what its teller draws from. */
export interface Setting {
  readonly world: World
  readonly random: Random
  /** Who the story is about. */
  readonly person: Person
  /** Local day on which it begins at the earliest, days since 1970. */
  readonly day: number
}

/** One event of a story. */
export interface Step {
  /** Epoch milliseconds. */
  readonly instant: number
  readonly person: Person
  /** At the office, whatever the hour. */
  readonly isInOffice?: boolean
  readonly make: (scene: Scene, instant: number, id: EventId) => FileEventInput
}

/** A trusted thing that comes with a story. */
export interface StoryTrust {
  readonly type: 'DOMAIN' | 'URL_PATH'
  readonly value: string
  /** Day from which it is trusted. */
  readonly day: number
}

/** A story as told: what happens, and what makes it this story and no other. */
export interface Telling {
  readonly steps: readonly Step[]
  /** What was chosen: who reads two stories with like choices reads one. */
  readonly choices: Readonly<Record<string, string | number | boolean>>
  /** Labels of risk indicators that its events mean to carry. */
  readonly signs: readonly string[]
  /** Of a look-alike: labels that none of its events carries. */
  readonly lacks?: readonly string[]
  /** Of a look-alike: what in the data tells it from an incident. */
  readonly distinguishedBy?: string
  /** Serial number of a drive that the company has registered. */
  readonly registeredMedia?: string
  readonly trust?: StoryTrust
}

/** A kind of story: whom it can be about, and how it is told. */
export interface StoryKind {
  readonly name: IncidentClass | LookAlikeClass
  /** Of a look-alike: the class it is taken for. */
  readonly resembles?: IncidentClass
  /** Who is eligible on a day; everybody who works there then unless told. */
  readonly suits?: (world: World, person: Person, day: number) => boolean
  /** Null where it cannot be told of this person at that time. */
  readonly tell: (setting: Setting) => Telling | null
}
