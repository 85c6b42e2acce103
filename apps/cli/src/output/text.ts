/**
 * Text that is safe to show: file names, tab titles and user names come from watched machines, and a control
 * character in them could drive the reader's terminal.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')

/** Value of a dotted path in an event; v1 events are flat, so their names are paths as well. */
export const valueAt = (event: unknown, path: string): unknown => {
  const flat = (event as Record<string, unknown>)[path]
  if (flat !== undefined) return flat
  return path.split('.').reduce<unknown>(step, event)
}

const step = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => step(item, key))
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}

/** One table cell: lists joined, objects as JSON, absent values empty. */
export const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(cellText).join(',')
  return printable(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

/** 12,345 */
export const grouped = (count: number): string => Math.round(count).toLocaleString('en-US')
