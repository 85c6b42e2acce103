import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { z } from 'zod'
import { type ServerConfig, serverConfigSchema, serverSettings } from './config.ts'

/** Where settings come from, strongest first. Values of the environment are text; the others may be typed. */
export interface ConfigSources {
  /** Settings by name, as `dataDirectory` or `data-directory`. */
  readonly flags?: Readonly<Record<string, unknown>>
  /** Variables such as `SPILLWAY_DATA_DIRECTORY`. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Path of a YAML or JSON file. */
  readonly file?: string
}

/** A configuration that cannot be used; the message names every bad setting, its source and the reason. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

interface Setting {
  readonly name: string
  readonly value: unknown
  /** As the operator wrote it: `--port`, `SPILLWAY_PORT`, `port in spillway.yaml`. */
  readonly origin: string
}

/** Merges the sources, flags over environment over file, and checks the result. Throws `ConfigError`. */
export const readConfig = ({ flags = {}, environment = {}, file }: ConfigSources): ServerConfig => {
  const settings = [...(file ? fromFile(file) : []), ...fromEnvironment(environment), ...fromFlags(flags)]
  const byName = new Map(settings.map((setting) => [setting.name, setting]))
  const outcome = serverConfigSchema.safeParse(
    Object.fromEntries([...byName.values()].map(({ name, value }) => [name, value])),
  )
  if (outcome.success) return outcome.data
  throw new ConfigError(outcome.error.issues.flatMap((issue) => explain(issue, byName)).join('\n'))
}

const fromFlags = (flags: Readonly<Record<string, unknown>>): Setting[] =>
  Object.entries(flags)
    .filter(([, value]) => value !== undefined)
    .map(([flag, value]) => ({ name: camel(flag), value, origin: `--${kebab(camel(flag))}` }))

// Other programs of the platform read variables with the same prefix, so only known names are taken.
const fromEnvironment = (environment: Readonly<Record<string, string | undefined>>): Setting[] =>
  serverSettings
    .map((name) => ({ name, origin: environmentName(name), value: environment[environmentName(name)] }))
    .filter(({ value }) => value !== undefined && value !== '')

const fromFile = (path: string): Setting[] => {
  const content = parseFile(path)
  if (content === null || content === undefined) return []
  if (typeof content !== 'object' || Array.isArray(content))
    throw new ConfigError(`${path}: must hold settings by name`)
  return Object.entries(content).map(([name, value]) => ({ name, value, origin: `${name} in ${path}` }))
}

const parseFile = (path: string): unknown => {
  try {
    // JSON is YAML, so one reader serves both.
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`${path}: ${(error as Error).message}`)
  }
}

const explain = (issue: z.core.$ZodIssue, settings: ReadonlyMap<string, Setting>): string[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${settings.get(key)?.origin ?? key}: no such setting`)
  }
  const name = String(issue.path[0])
  const reason = issue.code === 'invalid_union' ? unionReason(issue) : issue.message
  return [`${settings.get(name)?.origin ?? name}: ${reason}`]
}

const unionReason = (issue: z.core.$ZodIssueInvalidUnion): string =>
  issue.errors.flatMap((branch) => branch.map(({ message }) => message)).join(', or ')

/** `dataDirectory` → `SPILLWAY_DATA_DIRECTORY`. */
export const environmentName = (name: string): string => `SPILLWAY_${kebab(name).replaceAll('-', '_').toUpperCase()}`

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const camel = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
