import { type Requirement, required } from '@spillway/event-model'

/** The way a file left; `stays` for activity that leaves it where it is. */
export type Movement = 'stays' | 'uploaded' | 'on-media' | 'shared' | 'emailed' | 'downloaded' | 'printed'

const byAction: ReadonlyMap<string, Movement> = new Map([
  ['application-read', 'uploaded'],
  ['sync-app-created', 'uploaded'],
  ['sync-app-modified', 'uploaded'],
  ['sync-app-deleted', 'stays'],
  ['removable-media-created', 'on-media'],
  ['removable-media-modified', 'on-media'],
  ['removable-media-deleted', 'stays'],
  ['file-deleted', 'stays'],
  ['file-shared', 'shared'],
  ['file-emailed', 'emailed'],
  ['file-downloaded', 'downloaded'],
  ['file-printed', 'printed'],
])

const byVector: ReadonlyMap<string, Movement> = new Map([
  ['UPLOADED', 'uploaded'],
  ['GIT_PUSH', 'uploaded'],
  ['REMOVABLE_MEDIA_OUT', 'on-media'],
  ['EMAILED', 'emailed'],
])

interface Moved {
  readonly event: { readonly action: string | null; readonly vector: string | null }
}

/** How an event moved its file: by its action, and by its vector where the action alone does not tell. */
export const movementOf = ({ event: { action, vector } }: Moved): Movement =>
  byAction.get(action ?? '') ?? byVector.get(vector ?? '') ?? 'stays'

/** Values of `event.action` and of `event.vector`, of which whatever left bears at least one. */
export const leaving = {
  actions: [...byAction].flatMap(([action, movement]) => (movement === 'stays' ? [] : [action])),
  vectors: [...byVector.keys()],
} as const

/** What an event has to be to have moved its file that way. */
export const requiredToMove = (wanted: Movement): Requirement => {
  const of = ([, movement]: readonly [string, Movement]): boolean => movement === wanted
  const named = (entries: Iterable<readonly [string, Movement]>): string[] => [...entries].map(([name]) => name)
  return required.some([
    required.among('event.action', named([...byAction].filter(of))),
    required.every([
      required.notAmong('event.action', named(byAction)),
      required.among('event.vector', named([...byVector].filter(of))),
    ]),
  ])
}
