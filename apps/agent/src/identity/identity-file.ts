import { chmod, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { replaceFile } from '../spool/files.ts'

/** Who this agent is on one server. */
export interface AgentIdentity {
  readonly server: string
  readonly agentUid: string
  readonly agentKey: string
}

/** The identity kept for this server, null when there is none or it belongs to another. */
export const readIdentity = async (path: string, server: string): Promise<AgentIdentity | null> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return null
  })
  if (text === null) return null
  await chmod(path, 0o600)
  const identity = JSON.parse(text) as AgentIdentity
  return identity.server === server ? identity : null
}

/** Keeps the identity, key included, where only its owner reads it. */
export const writeIdentity = async (path: string, identity: AgentIdentity): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await replaceFile(path, (handle) => handle.writeFile(`${JSON.stringify(identity)}\n`))
}
