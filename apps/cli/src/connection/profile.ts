import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'

/** A server and the API client to use there, kept in a file only its owner can read. */
export interface Profile {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
}

/** `--profile`, else SPILLWAY_PROFILE, else the user's configuration folder. */
export const profilePath = (context: CliContext, given?: string): string => {
  const { SPILLWAY_PROFILE, XDG_CONFIG_HOME } = context.environment
  const folder = XDG_CONFIG_HOME || join(context.homeDirectory, '.config')
  return given ?? SPILLWAY_PROFILE ?? join(folder, 'spillway', 'profile.json')
}

/** The profile of a path; undefined when there is none. Refuses a file others can read. */
export const readProfile = async (path: string): Promise<Profile | undefined> => {
  const facts = await stat(path).catch(() => undefined)
  if (!facts) return undefined
  if (process.platform !== 'win32' && facts.mode & 0o077) {
    throw new CliError('usage', `Others can read the profile ${path}`, `Run: chmod 600 ${path}`)
  }
  return parseProfile(path, await readFile(path, 'utf8'))
}

const parseProfile = (path: string, text: string): Profile => {
  const profile = readJson(text) as Partial<Record<keyof Profile, unknown>> | undefined
  const { url, clientId, clientSecret } = profile ?? {}
  if (typeof url !== 'string' || typeof clientId !== 'string' || typeof clientSecret !== 'string') {
    throw new CliError('usage', `The profile ${path} must be JSON with url, clientId and clientSecret as text`)
  }
  return { url, clientId, clientSecret }
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Writes a profile readable by its owner alone, from the first byte on. */
export const writeProfile = async (path: string, profile: Profile): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600 })
  await chmod(path, 0o600)
}
