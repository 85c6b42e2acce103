import { defaultWindowMinutes, type RuleDefinition, type RuleFilters, type RuleVectors } from './model.ts'

/** A rule that comes with the product. */
export interface DefaultRule {
  /** Never changes: the rule's id in every tenant is made of it. */
  readonly key: string
  readonly name: string
  readonly description: string
  readonly severity: 'Low' | 'Medium' | 'High'
  readonly definition: RuleDefinition
}

const rule = (vectors: RuleVectors | null, filters: RuleFilters | null): RuleDefinition => ({
  vectors,
  filters,
  alertOnBlockedBrowserActivity: false,
  windowMinutes: defaultWindowMinutes,
})

const serious = { low: false, moderate: false, high: true, critical: true } as const
const all = { observeAll: true, destinations: [] } as const
const publicLinks = { observeAll: false, publicLinkShare: true, directShare: false } as const

/** What a new tenant watches for. */
export const defaultRules: readonly DefaultRule[] = [
  {
    key: 'high-severity',
    name: 'Activity of high severity',
    description: 'Any file that leaves with a risk of high or critical severity',
    severity: 'High',
    definition: rule(null, { riskSeverity: { ...serious, criteriaOrder: 0 } }),
  },
  {
    key: 'removable-media-volume',
    name: 'Many files to removable media',
    description: 'More than 25 files, or more than 500 MB, to removable media within an hour',
    severity: 'Medium',
    definition: rule(
      { removableMedia: { isEnabled: true, criteriaOrder: 0 } },
      {
        fileVolume: {
          countGreaterThan: 25,
          sizeGreaterThanInBytes: 500_000_000,
          operator: 'OR',
          criteriaOrder: 1,
        },
      },
    ),
  },
  {
    key: 'cloud-upload-volume',
    name: 'Many files to cloud storage or mail',
    description: 'More than 25 files, or more than 500 MB, uploaded to cloud storage or web mail within an hour',
    severity: 'Medium',
    definition: rule(
      { fileUpload: { cloudStorage: all, email: all, criteriaOrder: 0 } },
      {
        fileVolume: {
          countGreaterThan: 25,
          sizeGreaterThanInBytes: 500_000_000,
          operator: 'OR',
          criteriaOrder: 1,
        },
      },
    ),
  },
  {
    key: 'source-code',
    name: 'Source code to other repositories or cloud storage',
    description: 'Source code that is uploaded to a repository or to cloud storage that is not trusted',
    severity: 'High',
    definition: rule(
      { fileUpload: { sourceCodeRepository: all, cloudStorage: all, criteriaOrder: 0 } },
      { fileCategory: { categories: ['SourceCode'], criteriaOrder: 1 } },
    ),
  },
  {
    key: 'public-links',
    name: 'Public links to files in the cloud',
    description: 'A file in the cloud that anyone who has the link can read',
    severity: 'Medium',
    definition: rule(
      {
        cloudSharing: {
          observeAll: false,
          box: publicLinks,
          googleDrive: publicLinks,
          oneDrive: publicLinks,
          criteriaOrder: 0,
        },
      },
      null,
    ),
  },
  {
    key: 'file-mismatch',
    name: 'Files under a false name',
    description: 'A file that leaves while its content and its extension do not fit',
    severity: 'High',
    definition: rule(null, { fileTypeMismatch: { isEnabled: true, criteriaOrder: 0 } }),
  },
]

/** What comes with a watchlist: any untrusted way out of its members. It raises nothing until it is enabled. */
export const watchlistRule = (watchlistId: string, title: string): Omit<DefaultRule, 'key'> => ({
  name: `Exfiltration: ${title}`,
  description: `Any file that leaves by the hand of somebody on the watchlist ${title}`,
  severity: 'Medium',
  definition: rule(null, { watchlist: { watchlists: [{ id: watchlistId }], criteriaOrder: 0 } }),
})
