import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import type { DemoOptions } from './options.ts'
import { prepareWaysOut, type WaysOut } from './ways-out.ts'

export type Administrator = Readonly<Record<'adminUsername' | 'adminPassword', string>>

type KeptFacts = Administrator & Readonly<Record<'historyUntil', string>>

/** Where the demo keeps its things; only `watched` is for the user. */
export interface DemoDirectory {
  /** The home folder of the person whose machine the demo plays. */
  readonly watched: string
  /** The same folder as a person in this working directory would write it. */
  readonly watchedAsTyped: string
  readonly waysOut: WaysOut
  readonly profile: string
  readonly profileAsTyped: string
  readonly spool: string
  /** There once the history is complete. */
  readonly historyMark: string
  /** Instant of the very first start, where the history ends. */
  readonly historyUntil: Date
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
  const { historyUntil, ...administrator } = await keptFacts(join(root, marker), context)
  return {
    watched,
    watchedAsTyped: asTyped(watched),
    waysOut: await prepareWaysOut(watched),
    profile,
    profileAsTyped: asTyped(profile),
    spool: join(root, 'agent'),
    historyMark: join(root, 'history-complete'),
    historyUntil: new Date(historyUntil),
    serverSettings: { dataDirectory: join(root, 'server'), ...administrator },
  }
}

/** A path as a person in this working directory would write it. */
export const asTyped = (path: string): string => {
  const below = relative(process.cwd(), path)
  return below.startsWith('..') ? path : below
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

const keptFacts = async (path: string, { newId, clock }: CliContext): Promise<KeptFacts> => {
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  if (kept) return JSON.parse(kept) as KeptFacts
  const facts = {
    adminUsername: 'admin@example.com',
    adminPassword: `demo-${newId()}`,
    historyUntil: clock().toISOString(),
  }
  await writeFile(path, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 })
  return facts
}
