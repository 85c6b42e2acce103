import { stringLiteral } from './bound-text.ts'
import type { QueryTag, Settings, StatementOptions } from './driver.ts'

const settingName = /^[a-z][a-z0-9_]*$/

/** Integers are JSON numbers on every engine version. */
const outputSettings: Settings = { output_format_json_quote_64bit_integers: 0 }

/** The settings of a statement, its tag included. */
export function statementSettings(options: StatementOptions | undefined): Settings {
  return { ...outputSettings, ...options?.settings, ...(options?.tag ? { log_comment: renderTag(options.tag) } : {}) }
}

/** Appends the settings as a SETTINGS clause, for an engine that takes them in no other way. */
export function withSettingsClause(sql: string, settings: Settings): string {
  const assignments = Object.entries(settings).map(([name, value]) => `${checkedName(name)} = ${literal(value)}`)
  return assignments.length === 0 ? sql : `${sql} SETTINGS ${assignments.join(', ')}`
}

function renderTag(tag: QueryTag): string {
  return JSON.stringify(tag)
}

function checkedName(name: string): string {
  if (!settingName.test(name)) throw new TypeError(`Not a setting name: ${name}`)
  return name
}

function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : stringLiteral(value)
}
