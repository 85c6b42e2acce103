import type { RuleDefinition, UploadCategory } from './model.ts'

/** Families of rules as version 1 names them; composite ones are those of version 2. */
export const ruleFamilies = [
  'FED_ENDPOINT_EXFILTRATION',
  'FED_CLOUD_SHARE_PERMISSIONS',
  'FED_FILE_TYPE_MISMATCH',
  'FED_FILE_NAME_MATCH',
  'FED_COMPOSITE',
] as const
export type RuleFamily = (typeof ruleFamilies)[number]

/** Why a rule cannot be of a family: version 1 could not say it. Null where it can. */
export const familyProblem = (family: RuleFamily, { vectors, filters }: RuleDefinition): string | null => {
  const ways = Object.entries(vectors ?? {}).flatMap(([name, vector]) => (vector ? [name] : []))
  const kinds = Object.entries(filters ?? {}).flatMap(([name, filter]) => (filter ? [name] : []))
  const common = ['fileCategory', 'username']
  const needs = familyNeeds[family]
  if (needs === null) return null
  const strangeWay = ways.find((name) => !needs.vectors.includes(name))
  if (strangeWay) return `${family} has no vector ${strangeWay}`
  const strangeFilter = kinds.find((name) => ![...common, ...needs.filters].includes(name))
  if (strangeFilter) return `${family} has no filter ${strangeFilter}`
  const missing = needs.required.find((name) => ![...ways, ...kinds].includes(name))
  return missing ? `${family} needs ${missing}` : null
}

const anyWay = ['cloudSharing', 'download', 'email', 'fileUpload', 'removableMedia']
interface FamilyNeeds {
  readonly vectors: readonly string[]
  readonly filters: readonly string[]
  readonly required: readonly string[]
}
const familyNeeds: Readonly<Record<RuleFamily, FamilyNeeds | null>> = {
  FED_ENDPOINT_EXFILTRATION: {
    vectors: ['fileUpload', 'removableMedia'],
    filters: ['fileVolume'],
    required: [],
  },
  FED_CLOUD_SHARE_PERMISSIONS: {
    vectors: ['cloudSharing'],
    filters: [],
    required: ['cloudSharing'],
  },
  FED_FILE_TYPE_MISMATCH: { vectors: anyWay, filters: ['fileTypeMismatch'], required: ['fileTypeMismatch'] },
  FED_FILE_NAME_MATCH: { vectors: anyWay, filters: ['fileName'], required: ['fileName'] },
  FED_COMPOSITE: null,
}

/** Whom a rule watches, in version 1's words. */
export const usersToAlertOn = ({ filters }: RuleDefinition) => {
  if (!filters?.username) return 'ALL_USERS' as const
  return filters.username.mode === 'INCLUDE' ? ('SPECIFIED_USERS' as const) : ('ALL_USERS_NOT_SPECIFIED' as const)
}

/** `SOURCE_CODE` for `SourceCode`: categories as version 1 spells them. */
const v1Category = (category: string): string => category.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()

/** The files that a rule watches by their kind. */
export const v1FileCategories = ({ filters }: RuleDefinition) => {
  const categories = filters?.fileCategory?.categories ?? []
  return { watchAllFiles: categories.length === 0, fileCategoryList: categories.map(v1Category) }
}

/** What a rule for machines watches. */
export const v1EndpointActivity = ({ vectors }: RuleDefinition) => {
  const everything = !vectors?.fileUpload && !vectors?.removableMedia
  const { cloudStorage, advancedSettings, criteriaOrder: _order, ...rest } = vectors?.fileUpload ?? { criteriaOrder: 0 }
  const syncs = (name: string): boolean => everything || isWatched(cloudStorage, name)
  return {
    syncedToCloudService: {
      watchBox: syncs('Box'),
      watchBoxDrive: syncs('Box'),
      watchDropBox: syncs('Dropbox'),
      watchGoogleBackupAndSync: syncs('Google Drive'),
      watchAppleIcLoud: syncs('iCloud'),
      watchMicrosoftOneDrive: syncs('OneDrive'),
    },
    uploadedOnRemovableMedia: everything || vectors?.removableMedia?.isEnabled === true,
    readByBrowserOrOther:
      everything ||
      advancedSettings?.observeUncategorized === true ||
      Object.values(rest).some((kind) => kind && (kind.observeAll || kind.destinations.length > 0)),
  }
}

const isWatched = (kind: UploadCategory | null | undefined, name: string): boolean =>
  kind ? kind.observeAll || kind.destinations.includes(name) : false

/** Volume and window of a rule for machines. */
export const v1Volume = ({ filters, windowMinutes }: RuleDefinition) => ({
  fileSizeAndCount: {
    fileCountGreaterThan: filters?.fileVolume?.countGreaterThan ?? null,
    totalSizeGreaterThanInBytes: filters?.fileVolume?.sizeGreaterThanInBytes ?? null,
    operator: filters?.fileVolume?.operator ?? ('AND' as const),
  },
  timeWindow: windowMinutes,
})

/** What a rule for shares watches. */
export const v1Sharing = ({ vectors }: RuleDefinition) => {
  const sharing = vectors?.cloudSharing
  const of = (service: 'box' | 'googleDrive' | 'oneDrive') => {
    const every = sharing?.observeAll || sharing?.[service]?.observeAll || false
    return {
      publicViaLink: every || sharing?.[service]?.publicLinkShare === true,
      outsideTrustedDomains: every || sharing?.[service]?.directShare === true,
    }
  }
  const google = of('googleDrive')
  return {
    watchGoogleDrive: { publicOnTheWeb: google.publicViaLink, ...google },
    watchMicrosoftOneDrive: of('oneDrive'),
    watchBox: of('box'),
  }
}
