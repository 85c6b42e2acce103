import {
  defaultWindowMinutes,
  type FileVolumeFilter,
  type RuleDefinition,
  type RuleFilters,
  type RuleVectors,
} from './model.ts'
import { secretNames } from './secret-names.ts'

/** A rule that comes with the product. */
export interface DefaultRule {
  /** Never changes: the rule's id in every tenant is made of it. */
  readonly key: string
  readonly name: string
  readonly description: string
  readonly severity: 'Low' | 'Medium' | 'High'
  readonly definition: RuleDefinition
}

const dayMinutes = 1_440
const twoWeeks = 14 * dayMinutes
const threeWeeks = 21 * dayMinutes

const rule = (
  vectors: RuleVectors | null,
  filters: RuleFilters | null,
  windowMinutes: number = defaultWindowMinutes,
): RuleDefinition => ({ vectors, filters, alertOnBlockedBrowserActivity: false, windowMinutes })

const all = { observeAll: true, destinations: [] } as const
const publicLinks = { observeAll: false, publicLinkShare: true, directShare: false } as const
const sharedPublicly = {
  cloudSharing: {
    ...{ observeAll: false, criteriaOrder: 0 },
    ...{ box: publicLinks, googleDrive: publicLinks, oneDrive: publicLinks },
  },
} as const
const toStorageOrMail = { fileUpload: { cloudStorage: all, email: all, criteriaOrder: 0 } } as const
const written = ['Archive', 'Document', 'Pdf', 'Presentation', 'SourceCode', 'Spreadsheet'] as const

const moreThan = (files: number, gigabytes: number | null = null): FileVolumeFilter => ({
  countGreaterThan: files,
  sizeGreaterThanInBytes: gigabytes === null ? null : gigabytes * 1_000_000_000,
  operator: 'OR',
  criteriaOrder: 9,
})
const carrying = (...indicators: string[]) => ({ categories: [], indicators, criteriaOrder: 0 })

/** What a new tenant watches for. Each threshold is a compromise that docs/detection-quality.md gives the figures of. */
export const defaultRules: readonly DefaultRule[] = [
  {
    key: 'high-severity',
    name: 'Many files of high severity',
    description: 'More than 5 files that leave with a risk of high or critical severity within an hour',
    severity: 'High',
    definition: rule(null, {
      riskSeverity: { low: false, moderate: false, high: true, critical: true, criteriaOrder: 0 },
      fileVolume: moreThan(5),
    }),
  },
  {
    key: 'off-hours',
    name: 'Many files outside of usual hours',
    description:
      'More than 5 files that leave within an hour, by any way or on paper, when the person does not usually work',
    severity: 'High',
    definition: rule(null, { riskIndicator: carrying('Off hours'), fileVolume: moreThan(5) }),
  },
  {
    key: 'removable-media-volume',
    name: 'Many files to removable media',
    description: 'More than 25 files, or more than 10 GB, to removable media within an hour',
    severity: 'Medium',
    definition: rule({ removableMedia: { isEnabled: true, criteriaOrder: 0 } }, { fileVolume: moreThan(25, 10) }),
  },
  {
    key: 'cloud-upload-volume',
    name: 'Many files to cloud storage or mail',
    description: 'More than 10 files, or more than 5 GB, uploaded to cloud storage or web mail within an hour',
    severity: 'Medium',
    definition: rule(toStorageOrMail, { fileVolume: moreThan(10, 5) }),
  },
  {
    key: 'unusual-destination',
    name: 'Files to a place hardly ever used',
    description:
      'More than 2 files within two weeks to cloud storage or web mail that the person never or hardly ever used before',
    severity: 'Medium',
    definition: rule(
      toStorageOrMail,
      {
        riskIndicator: carrying('First use of destination', 'Rare use of destination'),
        fileVolume: moreThan(2),
      },
      twoWeeks,
    ),
  },
  {
    key: 'slow-upload',
    name: 'Files to cloud storage or mail, again and again',
    description: 'More than 10 files to cloud storage or web mail within three weeks, however few on each day',
    severity: 'Medium',
    definition: rule(toStorageOrMail, { fileVolume: moreThan(10) }, threeWeeks),
  },
  {
    key: 'source-code',
    name: 'Source code to other repositories or cloud storage',
    description:
      'More than 5 files of source code to repositories or cloud storage that are not trusted within an hour',
    severity: 'High',
    definition: rule(
      { fileUpload: { sourceCodeRepository: all, cloudStorage: all, criteriaOrder: 0 } },
      { fileCategory: { categories: ['SourceCode'], criteriaOrder: 1 }, fileVolume: moreThan(5) },
    ),
  },
  {
    key: 'public-links',
    name: 'Many public links to files in the cloud',
    description: 'More than 5 files in the cloud that anyone who has the link can read, within an hour',
    severity: 'Medium',
    definition: rule(sharedPublicly, { fileVolume: moreThan(5) }),
  },
  {
    key: 'public-links-to-secrets',
    name: 'Public links to files that sound secret',
    description: 'A file in the cloud that anyone who has the link can read, and whose name says that few should',
    severity: 'High',
    definition: rule(sharedPublicly, { fileName: { patterns: secretNames, criteriaOrder: 1 } }),
  },
  {
    key: 'unmonitored-downloads',
    name: 'Files from company services to unmonitored devices',
    description:
      'More than 2 files downloaded within an hour from a service of the company to a device without an agent',
    severity: 'High',
    definition: rule({ download: { observeAll: true, criteriaOrder: 0 } }, { fileVolume: moreThan(2) }),
  },
  {
    key: 'airdrop-documents',
    name: 'Documents by AirDrop',
    description: 'More than 5 files other than pictures and recordings sent by AirDrop within an hour',
    severity: 'Medium',
    definition: rule(null, {
      riskIndicator: carrying('AirDrop'),
      fileCategory: { categories: written, criteriaOrder: 1 },
      fileVolume: moreThan(5),
    }),
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
