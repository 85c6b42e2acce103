import { workspaceForm } from './values.ts'

const newItems = /^\d+ new (item|message)s?$/i

export const isSlackHost = (host: string): boolean => host === 'slack.com' || host.endsWith('.slack.com')

/**
 * The workspace that a title of Slack names, in the form in which names are compared: `general (Channel) - Acme - Slack`,
 * `Slack | general | Acme`, `general | Acme Slack`. The first part is the conversation and may say anything.
 * Null where the title is not one of Slack. (Titles: inferred.)
 */
export const workspaceOfTitle = (title: string): string | null => {
  const parts = title
    .slice(0, longestTitle)
    .split(/ [-|] /)
    .map((part) => part.trim())
    .filter((part) => !newItems.test(part))
  return leading(parts) ?? trailing(parts)
}

const longestTitle = 1_000

/** `(1) Slack | general | Acme` */
const leading = (parts: readonly string[]): string | null =>
  parts.length >= 3 && /^(\(\d+\) |[*!] )?slack$/i.test(parts[0] ?? '') ? named(parts.slice(2)) : null

/** `general - Acme - Slack` or `general | Acme Slack` */
const trailing = (parts: readonly string[]): string | null => {
  const last = parts.at(-1)?.toLowerCase() ?? ''
  if (last === 'slack') return parts.length >= 3 ? named(parts.slice(1, -1)) : null
  return last.endsWith(' slack') ? named([...parts.slice(1, -1), parts.at(-1)?.slice(0, -6) ?? '']) : null
}

const named = (parts: readonly string[]): string | null => workspaceForm(parts.join(' - ')) || null

/** The workspace that a host of Slack names, as `acme` in `acme.slack.com`; null for those that all of them share. */
export const workspaceOfHost = (host: string): string | null => {
  const name = host.endsWith('.slack.com') ? host.slice(0, -'.slack.com'.length) : ''
  return name === '' || name.includes('.') || shared.has(name) ? null : name
}

const shared: ReadonlySet<string> = new Set(['app', 'api', 'files', 'edgeapi', 'my', 'status'])
