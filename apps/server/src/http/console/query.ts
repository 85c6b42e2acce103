/** Query as the router gives it: a parameter given twice is a list. */
export type ConsoleQuery = Readonly<Record<string, unknown>>

/** The first value of a parameter; undefined when absent or empty. */
export const textOf = (query: ConsoleQuery, name: string): string | undefined => {
  const value = query[name]
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' && first !== '' ? first : undefined
}

/** `True`, `true` and `1` are true, their opposites false; anything else counts as absent. */
export const flagOf = (query: ConsoleQuery, name: string): boolean | undefined => {
  const value = textOf(query, name)?.toLowerCase()
  if (value === 'true' || value === '1') return true
  return value === 'false' || value === '0' ? false : undefined
}

/** Whether an expansion is asked for, by its own name or by `incAll`. */
export const includes = (query: ConsoleQuery, name: string): boolean =>
  flagOf(query, name) === true || flagOf(query, 'incAll') === true

/** A whole number, the largest that is exact in place of any beyond it; undefined when absent or unreadable. */
export const numberOf = (query: ConsoleQuery, name: string): number | undefined => {
  const value = textOf(query, name)
  return value !== undefined && /^\d+$/.test(value) ? Math.min(Number(value), Number.MAX_SAFE_INTEGER) : undefined
}

/** Largest page: far above what any client asks for. A client that gets less than it asked for stops reading. */
const largestPage = 100_000
/** No list is as long, and databases still take what a page is added to. */
const farthest = Number.MAX_SAFE_INTEGER - largestPage

/** Rows to skip and to give; pages count from 1. */
export const sliceOf = (query: ConsoleQuery, fallback: number): { readonly offset: number; readonly limit: number } => {
  const limit = Math.min(numberOf(query, 'pgSize') || fallback, largestPage)
  const page = numberOf(query, 'pgNum') || 1
  return { offset: Math.min((page - 1) * limit, farthest), limit }
}

export const isDescending = (query: ConsoleQuery): boolean => textOf(query, 'srtDir')?.toLowerCase() === 'desc'

/** Whether the answer shall be CSV: `export=csv` or `export=1`. */
export const wantsCsv = (query: ConsoleQuery): boolean =>
  ['csv', '1'].includes(textOf(query, 'export')?.toLowerCase() ?? '')

/** A number that the database can hold; -1, which no row bears, for anything else. */
export const idNumber = (id: string): number => (/^\d{1,9}$/.test(id) ? Number(id) : -1)

/** How a console path names a record. */
export type RecordKey = { readonly uid: string } | { readonly legacyId: number }

/** A number, or with the `idType` of uids, or where it cannot be a number, a uid. */
export const recordKeyOf = (id: string, idType: string | undefined, uidType: string): RecordKey =>
  idType?.toLowerCase() === uidType.toLowerCase() || !/^\d{1,9}$/.test(id) ? { uid: id } : { legacyId: Number(id) }

/** The organization that a search is narrowed to, by `orgUid`, or by `orgId`, which may hold a uid too; undefined without. */
export const organizationKeyOf = (query: ConsoleQuery): RecordKey | undefined => {
  const [uid, number] = [textOf(query, 'orgUid'), textOf(query, 'orgId')]
  if (uid !== undefined) return { uid }
  return number === undefined ? undefined : recordKeyOf(number, undefined, 'orgUid')
}
