import { createHash } from 'node:crypto'
import { mkdir, realpath, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export class SpoolInUse extends Error {
  override name = 'SpoolInUse'
}

/**
 * Keeps a second agent off the same folder. A listening local socket is the lock: the system closes it with the
 * process, however that ends, and a socket nobody answers on is a leftover.
 */
export const lockSpool = async (directory: string): Promise<{ release: () => Promise<void> }> => {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const path = socketPath(await realpath(directory))
  const server = await listen(path).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    if (await answers(path)) throw new SpoolInUse(`Another agent uses ${directory}`)
    await unlink(path)
    return listen(path)
  })
  server.unref()
  return { release: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** Socket paths may hold some 100 bytes only: for a folder deep down a digest of its path stands elsewhere. */
const longestSocketPath = 100

const socketPath = (directory: string): string => {
  const inside = join(directory, 'lock.sock')
  if (process.platform !== 'win32' && Buffer.byteLength(inside) <= longestSocketPath) return inside
  const name = `spillway-agent-${createHash('sha256').update(directory).digest('hex').slice(0, 32)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

const listen = (path: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(path, () => resolve(server))
  })

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
