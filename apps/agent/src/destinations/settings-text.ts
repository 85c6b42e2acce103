export type Section = ReadonlyMap<string, string>

/**
 * Reads settings of the `[section]` and `key = value` kind, as most programs write them. Keys are in lower case, quotes
 * around values are gone; what stands before the first section is in the section of no name. A key given twice has its
 * last value.
 */
export const readSections = (text: string): ReadonlyMap<string, Section> => {
  const sections = new Map<string, Map<string, string>>()
  let name = ''
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    const heading = /^\[(.*)\]$/.exec(line)?.[1]
    if (heading !== undefined) name = heading
    const equals = heading === undefined ? line.indexOf('=') : -1
    const section = sections.get(name) ?? new Map<string, string>()
    sections.set(name, section)
    if (equals > 0) section.set(line.slice(0, equals).trim().toLowerCase(), unquoted(line.slice(equals + 1).trim()))
  }
  return sections
}

const unquoted = (value: string): string => (/^"(.*)"$/.exec(value)?.[1] ?? value).replaceAll('\\"', '"')
