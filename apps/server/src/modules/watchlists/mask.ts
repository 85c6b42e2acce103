import { refused } from './refusals.ts'

export interface ListChanges {
  readonly title?: string | null | undefined
  readonly description?: string | null | undefined
}

const fields = ['title', 'description'] as const
type Field = (typeof fields)[number]

const isField = (name: string): name is Field => fields.some((field) => field === name)

/**
 * Columns to write. With a mask, exactly what it names: absent or null clears. Without one, what is not null: clients
 * send null for what they leave alone.
 */
export const maskedChanges = (wanted: ListChanges, paths: readonly string[] | undefined) => {
  const unknown = paths?.find((path) => !isField(path))
  if (unknown !== undefined) throw refused(`There is no field ${unknown.slice(0, 100)} to update`, 'query.paths')
  const named = paths?.length ? fields.filter((field) => paths.includes(field)) : given(wanted)
  const changes = Object.fromEntries(named.map((field) => [field, wanted[field] || null]))
  if ('title' in changes && !changes.title?.trim()) throw refused('A custom watchlist needs a title', 'body.title')
  return changes
}

const given = (wanted: ListChanges): readonly Field[] =>
  fields.filter((field) => wanted[field] !== undefined && wanted[field] !== null)
