import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileEventInput } from '@spillway/event-model'
import type { Change } from '../collector/detect.ts'
import { isBelow } from '../collector/paths.ts'
import type { EventContext } from '../events/event-parts.ts'
import { buildReadEvent } from '../events/read-event.ts'
import type { FileFacts } from '../facts/facts.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Log } from '../log.ts'
import { type CloneSettings, readCloneSettings } from './clone-settings.ts'
import { pushedFiles } from './pushed-files.ts'
import { clonePath, type PushLine, pushesIn, type RemoteLog, remoteLogAt } from './remote-log.ts'

export interface PushesDependencies {
  readonly inventory: Pick<Inventory, 'get'>
  /** Null for what is no regular file. */
  readonly gather: (path: string) => Promise<FileFacts | null>
  readonly ownerName: (uid: number) => Promise<string | null>
  readonly newId: () => string
  readonly context: () => EventContext
  readonly log: Log
}

/** Files of one push that are reported one by one. */
const mostFiles = 200
/** A log is read from where it was last; more than this at once is no log of pushes. */
const mostBytes = 1024 * 1024
/** Milliseconds by which a first push may seem older than the log it made: git counts in seconds. */
const slack = 2_000

/**
 * Recognises pushes by what git writes into the log of a remote branch once the remote has taken them. Answers the events
 * of a change of such a log: one for each file that was pushed.
 */
export const createPushes = (dependencies: PushesDependencies) => {
  const { inventory, log } = dependencies
  return async (change: Change): Promise<readonly FileEventInput[]> => {
    const place = remoteLogAt(change.path)
    if (!place || (change.kind !== 'created' && change.kind !== 'modified')) return []
    const news = await newPushes(change, inventory.get(change.path))
    if (news.length === 0) return []
    const settings = await readCloneSettings(place.gitDirectory)
    const events = await Promise.all(news.map((push) => eventsOf(push, place, settings, dependencies)))
    log.info({ clone: place.gitDirectory, branch: place.branch, pushes: news.length }, 'Saw a push')
    return events.flat()
  }
}

/** What was appended since; of a log that is new here, or was cut, only what came after. */
const newPushes = async (
  { path, identity }: Extract<Change, { kind: 'created' | 'modified' }>,
  known: { readonly size: number; readonly modified: number } | undefined,
): Promise<PushLine[]> => {
  const isAppended = known !== undefined && identity.size >= known.size
  const pushes = pushesIn(await readRange(path, isAppended ? known.size : 0, identity.size))
  if (isAppended) return pushes
  const since = known?.modified ?? (await stat(path)).birthtimeMs - slack
  return pushes.filter(({ time }) => time > since)
}

const readRange = async (path: string, start: number, end: number): Promise<string> => {
  const handle = await open(path, 'r')
  try {
    const size = Math.min(end - start, mostBytes)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, end - size)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

const eventsOf = async (
  push: PushLine,
  { gitDirectory, branch }: RemoteLog,
  settings: CloneSettings,
  dependencies: PushesDependencies,
): Promise<FileEventInput[]> => {
  const remote = settings.remoteOf(branch)
  if (!remote) return []
  const clone = clonePath(gitDirectory, settings.worktree)
  const files = await pushedFiles({ ...push, gitDirectory, branch, remote: remote.name }).catch(() => [])
  if (files.length > mostFiles)
    dependencies.log.warn({ clone, files: files.length, reported: mostFiles }, 'A push is reported in part')
  const owner = await dependencies.ownerName((await stat(gitDirectory)).uid)
  const common = {
    vector: 'GIT_PUSH' as const,
    destination: { category: 'Source Code Repository', name: remote.service, domains: [remote.host] },
    process: { executable: 'git', owner },
    git: {
      eventId: dependencies.newId(),
      lastCommitHash: push.to,
      repositoryUri: remote.uri,
      repositoryUser: push.userName || null,
      repositoryEmail: push.userEmail || null,
      repositoryEndpointPath: clone,
    },
  }
  const context = dependencies.context()
  // A forged tree may hold names that lead out of the clone.
  const inside = files.map((file) => join(clone, file)).filter(isBelow(clone))
  const paths = inside.length === 0 ? [null] : inside.slice(0, mostFiles)
  return Promise.all(
    paths.map(async (path) => {
      const facts = path === null ? null : await dependencies.gather(path).catch(() => null)
      return buildReadEvent({ ...common, path, facts }, context)
    }),
  )
}
