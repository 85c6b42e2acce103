/** A sharing service of a `cloudSharing` vector. */
export interface SharingService {
  readonly observeAll: boolean
  readonly publicLinkShare: boolean
  readonly directShare: boolean
}

/** A kind of upload destination. */
export interface UploadCategory {
  readonly observeAll: boolean
  /** Names of services as `destination.name` has them. */
  readonly destinations: readonly string[]
}

interface Ordered {
  /** Place in which the criterion was added; for display alone. */
  readonly criteriaOrder: number
}

export const sharingServices = ['box', 'googleDrive', 'oneDrive'] as const
export const downloadServices = ['salesforce', 'box', 'googleDrive', 'microsoftOneDrive'] as const
export const emailServices = ['gmail', 'microsoft365'] as const
export const uploadCategories = [
  'cloudStorage',
  'email',
  'fileConversionTool',
  'messaging',
  'pdfManager',
  'productivityTool',
  'socialMedia',
  'sourceCodeRepository',
  'webHosting',
] as const

export type SharingServiceName = (typeof sharingServices)[number]
export type DownloadServiceName = (typeof downloadServices)[number]
export type EmailServiceName = (typeof emailServices)[number]
export type UploadCategoryName = (typeof uploadCategories)[number]

/** Ways in which files leave; an event meets a rule that takes one of them. No vector at all stands for every way. */
export interface RuleVectors {
  readonly cloudSharing?:
    | (Ordered & { readonly observeAll: boolean } & Partial<Record<SharingServiceName, SharingService | null>>)
    | null
  readonly download?:
    | (Ordered & { readonly observeAll: boolean } & Readonly<Partial<Record<DownloadServiceName, boolean>>>)
    | null
  readonly email?:
    | (Ordered & { readonly observeAll: boolean } & Readonly<Partial<Record<EmailServiceName, boolean>>>)
    | null
  readonly fileUpload?:
    | (Ordered &
        Readonly<Partial<Record<UploadCategoryName, UploadCategory | null>>> & {
          readonly advancedSettings?: { readonly observeUncategorized: boolean } | null
        })
    | null
  readonly removableMedia?: (Ordered & { readonly isEnabled: boolean }) | null
}

export interface IndicatorFilter extends Ordered {
  /** Ids or names of categories and subcategories of the catalogue. */
  readonly categories: readonly string[]
  /** Ids or names of indicators. */
  readonly indicators: readonly string[]
}

/** More than so many files, or bytes, within the rule's window. A null threshold is none. */
export interface FileVolumeFilter extends Ordered {
  readonly countGreaterThan: number | null
  readonly sizeGreaterThanInBytes: number | null
  readonly operator: 'AND' | 'OR'
}

/** What an event has to be, beside leaving: every filter that is there has to hold. */
export interface RuleFilters {
  readonly fileCategory?: (Ordered & { readonly categories: readonly string[] }) | null
  readonly fileName?: (Ordered & { readonly patterns: readonly string[] }) | null
  readonly fileTypeMismatch?: (Ordered & { readonly isEnabled: boolean }) | null
  readonly fileVolume?: FileVolumeFilter | null
  readonly riskIndicator?: IndicatorFilter | null
  readonly riskIndicatorExcludes?: IndicatorFilter | null
  readonly riskSeverity?: (Ordered & Readonly<Record<'low' | 'moderate' | 'high' | 'critical', boolean>>) | null
  readonly username?: (Ordered & { readonly mode: 'INCLUDE' | 'EXCLUDE'; readonly usernames: readonly string[] }) | null
  readonly watchlist?: (Ordered & { readonly watchlists: readonly { readonly id: string }[] }) | null
}

/** What a rule decides by: the published version 2 model, and the length of its window. */
export interface RuleDefinition {
  readonly vectors: RuleVectors | null
  readonly filters: RuleFilters | null
  /** Whether activity that was blocked counts as well. */
  readonly alertOnBlockedBrowserActivity: boolean
  /** Minutes within which volume counts, and for which one alert stands; a multiple of the bucket. */
  readonly windowMinutes: number
}

/** Activity is counted in stretches of five minutes: the times of published alerts are multiples of that. */
export const bucketMinutes = 5
export const defaultWindowMinutes = 60
