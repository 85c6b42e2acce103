import { posix, sep, win32 } from 'node:path'
import type { FileFacts } from '../facts/facts.ts'
import type { Machine } from '../machine/machine.ts'

export interface EventContext {
  readonly at: Date
  readonly machine: Pick<Machine, 'hostname' | 'operatingSystem' | 'privateIp'>
  readonly userEmail: string | null
}

/** Name and folder of a file. The folder has a slash at its end; backslashes of Windows become slashes, as events hold them. */
export const placeOf = (path: string) => {
  const plain = sep === win32.sep ? path.replaceAll(win32.sep, posix.sep) : path
  const end = plain.lastIndexOf(posix.sep) + 1
  return { name: plain.slice(end), directory: plain.slice(0, end) }
}

export const fileOf = (facts: FileFacts | null) =>
  facts && {
    sizeInBytes: facts.size,
    owner: facts.owner,
    created: facts.created?.toISOString() ?? null,
    modified: facts.modified.toISOString(),
    hash: facts.hash,
    mimeTypeByBytes: facts.mimeTypeByBytes,
    mimeTypeByExtension: facts.mimeTypeByExtension,
    // The same archive has the same id wherever it goes.
    ...(facts.archive && { archiveId: facts.hash.sha256, passwordProtected: facts.archive.passwordProtected }),
  }

/** The machine as the place a file comes from. */
export const sourceOf = ({ hostname, operatingSystem, privateIp }: EventContext['machine']) => ({
  category: 'Device',
  name: hostname,
  operatingSystem,
  privateIp: [...privateIp()],
})
