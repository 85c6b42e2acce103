import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import type { DemoOptions } from './demo.ts'

export type Administrator = Readonly<Record<'adminUsername' | 'adminPassword', string>>

/** Where the demo keeps its things; only `watched` is for the user. */
export interface DemoDirectory {
  readonly watched: string
  /** The same folder as a person in this working directory would write it. */
  readonly watchedAsTyped: string
  readonly profile: string
  readonly profileAsTyped: string
  readonly spool: string
  readonly serverSettings: Administrator & Readonly<Record<'dataDirectory', string>>
}

const marker = 'demo.json'

/** Opens the folder of an earlier demo or makes a new one. */
export const openDemoDirectory = async (context: CliContext, options: DemoOptions): Promise<DemoDirectory> => {
  const root = resolve(options.data ?? 'data/demo')
  if (options.fresh) await removeEarlier(root)
  const watched = join(root, 'watched')
  await mkdir(watched, { recursive: true })
  const profile = join(root, 'profile.json')
  const asTyped = (path: string) => relative(process.cwd(), path) || '.'
  return {
    watched,
    watchedAsTyped: asTyped(watched),
    profile,
    profileAsTyped: asTyped(profile),
    spool: join(root, 'agent'),
    serverSettings: { dataDirectory: join(root, 'server'), ...(await administratorOf(join(root, marker), context)) },
  }
}

// Removes nothing that a demo did not make: --data may name any folder.
const removeEarlier = async (root: string): Promise<void> => {
  if (!(await exists(root))) return
  if (!(await exists(join(root, marker)))) throw new CliError('usage', `${root} holds no demo; --fresh leaves it alone`)
  await rm(root, { recursive: true })
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const administratorOf = async (path: string, { newId }: CliContext): Promise<Administrator> => {
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  if (kept) return JSON.parse(kept) as Administrator
  const administrator = { adminUsername: 'admin@example.com', adminPassword: `demo-${newId()}` }
  await writeFile(path, `${JSON.stringify(administrator, null, 2)}\n`, { mode: 0o600 })
  return administrator
}
