import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes a new or renamed entry of a folder durable. Windows cannot open folders and needs no such step. */
export const syncDirectory = async (directory: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Replaces a file as a whole: after a crash either the old or the new content is there. Readable by its owner only. */
export const replaceFile = async (path: string, write: (handle: FileHandle) => Promise<unknown>): Promise<void> => {
  const draft = `${path}.new`
  const handle = await open(draft, 'w', 0o600)
  try {
    await write(handle)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, path)
  await syncDirectory(dirname(path))
}
