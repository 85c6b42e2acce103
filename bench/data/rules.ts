import type { ControlStore } from '@spillway/control-store'
import { defaultRules, type RuleDefinition, type RuleFilters, type RuleVectors } from '@spillway/detection'

/** What a company watches by: its people by their user names, and its watchlists by their ids. */
export interface Watched {
  readonly names: readonly string[]
  readonly watchlists: readonly string[]
}

export interface NamedRule {
  readonly name: string
  readonly definition: RuleDefinition
}

const namesInRule = 20
const serious = { low: false, moderate: false, high: true, critical: true } as const
const all = { observeAll: true, destinations: [] } as const
const publicLinks = { observeAll: false, publicLinkShare: true, directShare: false } as const
const categories = ['SourceCode', 'Spreadsheet', 'Document', 'Presentation', 'Pdf', 'Image', 'Archive', 'Script']

const upload: RuleVectors = { fileUpload: { cloudStorage: all, email: all, criteriaOrder: 0 } }
const repository: RuleVectors = { fileUpload: { sourceCodeRepository: all, criteriaOrder: 0 } }
const media: RuleVectors = { removableMedia: { isEnabled: true, criteriaOrder: 0 } }
const mail: RuleVectors = { email: { observeAll: true, criteriaOrder: 0 } }
const links: RuleVectors = {
  cloudSharing: {
    observeAll: false,
    box: publicLinks,
    googleDrive: publicLinks,
    oneDrive: publicLinks,
    criteriaOrder: 0,
  },
}

const volume = (files: number): RuleFilters => ({
  fileVolume: { countGreaterThan: files, sizeGreaterThanInBytes: 500_000_000, operator: 'OR', criteriaOrder: 9 },
})
const category = (at: number): RuleFilters => ({
  fileCategory: { categories: [categories[at % categories.length] ?? ''], criteriaOrder: 1 },
})
const severity: RuleFilters = { riskSeverity: { ...serious, criteriaOrder: 2 } }

/**
 * Rules as a company that has many makes them: most look at somebody (a list of names, a watchlist) or at names of files,
 * a tenth at everybody, by way out, kind of file and volume.
 */
export const manyRules = (amount: number, { names, watchlists }: Watched): readonly NamedRule[] => {
  const some = (at: number): RuleFilters => {
    const usernames = Array.from(
      { length: namesInRule },
      (_, index) => names[(at * 31 + index * 7) % names.length] ?? '',
    )
    return { username: { mode: 'INCLUDE', usernames, criteriaOrder: 3 } }
  }
  const list = (at: number): RuleFilters => ({
    watchlist: { watchlists: [{ id: watchlists[at % watchlists.length] ?? '' }], criteriaOrder: 4 },
  })
  const project = (at: number): RuleFilters => ({
    fileName: { patterns: Array.from({ length: 5 }, (_, index) => `*project-${at}-${index}*`), criteriaOrder: 5 },
  })
  const kinds: readonly ((at: number) => readonly [RuleVectors | null, RuleFilters])[] = [
    (at) => [null, list(at)],
    (at) => [null, some(at)],
    (at) => [upload, project(at)],
    (at) => [media, { ...some(at), ...volume(5 + (at % 50)) }],
    (at) => [null, { ...list(at), ...severity }],
    (at) => [upload, { ...some(at), ...volume(5 + (at % 50)) }],
    (at) => [mail, { ...list(at), ...category(at) }],
    (at) => [links, list(at)],
    (at) => [repository, { ...list(at), ...category(0) }],
    (at) => [[upload, media, links, mail][at % 4] ?? null, { ...category(at), ...volume(5 + (at % 50)) }],
  ]
  const made = Array.from({ length: Math.max(0, amount - defaultRules.length) }, (_, index) => {
    const [vectors, filters] = kinds[index % kinds.length]?.(Math.floor(index / kinds.length)) ?? [null, {}]
    const rest = { alertOnBlockedBrowserActivity: false, windowMinutes: 60 }
    return { name: `Rule ${index}`, definition: { vectors, filters, ...rest } }
  })
  return [...defaultRules.map(({ name, definition }) => ({ name, definition })), ...made].slice(0, amount)
}

/** All people and watchlists of a company. */
export const readWatched = async ({ db }: Pick<ControlStore, 'db'>): Promise<Watched> => ({
  names: (await db.selectFrom('user').select('username').orderBy('uid').execute()).map(({ username }) => username),
  watchlists: (await db.selectFrom('watchlist').select('id').orderBy('id').execute()).map(({ id }) => id),
})
