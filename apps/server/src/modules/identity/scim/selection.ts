import type { Resource } from './patch.ts'

export interface Selection {
  readonly attributes?: string | undefined
  readonly excludedAttributes?: string | undefined
}

const always = new Set(['schemas', 'id'])

const namesOf = (list: string | undefined): Set<string> | null =>
  list === undefined || list.trim() === ''
    ? null
    : new Set(
        list
          .toLowerCase()
          .split(',')
          // A part of an attribute brings the whole of it: more than asked for harms nobody.
          .map((name) => name.trim().replace(/^(urn:.*2\.0:user):.*$/, '$1'))
          .map((name) => (name.startsWith('urn:') ? name : (name.split('.')[0] ?? ''))),
      )

/** Whether an attribute is part of what was asked for. */
export const wants = ({ attributes, excludedAttributes }: Selection, name: string): boolean => {
  const [asked, excluded] = [namesOf(attributes), namesOf(excludedAttributes)]
  return asked ? asked.has(name.toLowerCase()) : !excluded?.has(name.toLowerCase())
}

/** The attributes of a resource that were asked for. */
export const selected = (resource: Resource, selection: Selection): Resource & { schemas: string[] } =>
  Object.fromEntries(
    Object.entries(resource).filter(([name]) => always.has(name) || wants(selection, name)),
  ) as Resource & { schemas: string[] }
