import type { FileEventInput } from '@spillway/event-model'
import type { Change } from '../collector/detect.ts'
import { placeOf } from '../events/event-parts.ts'
import type { FileFacts } from '../facts/facts.ts'
import { createLimit } from '../facts/limit.ts'
import { mimeTypeByExtension } from '../facts/mime.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { ArchiveMember } from './archive.ts'
import { findSources } from './sources.ts'

/** Members of one archive that are reported. */
const mostReported = 100

/**
 * Events of the files inside an archive that was written: beside the event of the archive, under its action and
 * destination. Of an archive that leaves, all of them; of one that stays, those packed from watched files, with where
 * they were.
 */
export const createMemberEvents = (inventory: Pick<Inventory, 'entries'>) => {
  // Comparing reads files: one archive after the other.
  const oneByOne = createLimit(1)
  return async (change: Change, facts: FileFacts | null, event: FileEventInput): Promise<readonly FileEventInput[]> => {
    const members = facts?.archive?.members ?? []
    const leaves = event.destination !== undefined
    const isWritten = change.kind === 'created' || change.kind === 'modified' || (leaves && change.kind === 'renamed')
    if (members.length === 0 || !isWritten) return []
    const sources = await oneByOne(() => findSources(members, inventory))
    const reported = leaves ? members : members.filter((member) => sources.has(member))
    return reported.slice(0, mostReported).map((member) => memberEvent(event, change.path, member, sources.get(member)))
  }
}

const memberEvent = (
  event: FileEventInput,
  archive: string,
  member: ArchiveMember,
  source: string | undefined,
): FileEventInput => {
  const original = source === undefined ? null : placeOf(source)
  return {
    ...event,
    file: {
      ...placeOf(`${archive}/${member.path}`),
      originalName: original?.name ?? null,
      originalDirectory: original?.directory ?? null,
      sizeInBytes: member.size,
      mimeTypeByExtension: mimeTypeByExtension(member.path),
      parentArchiveId: event.file?.archiveId ?? null,
      passwordProtected: event.file?.passwordProtected ?? null,
      changeType: event.file?.changeType ?? null,
    },
  }
}
