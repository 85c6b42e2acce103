import type { Corrections, Schema } from './swagger.ts'

const nullable = (schema: Schema): Schema => ({ ...schema, 'x-nullable': true })
const reference = (name: string): Schema => nullable({ $ref: `#/definitions/${name}` })
const text: Schema = { type: 'string' }
const whole: Schema = nullable({ type: 'integer' })

/** Every criterion that a rule does not have is null: the SDK takes null or nothing. */
const criteria = {
  RuleVectors: {
    cloudSharing: 'CloudSharingVector',
    download: 'DownloadVector',
    email: 'EmailVector',
    fileUpload: 'FileUploadVector',
    removableMedia: 'RemovableMediaVector',
  },
  RuleFilters: {
    fileCategory: 'FileCategoryFilter',
    fileName: 'FileNameFilter',
    fileTypeMismatch: 'FileTypeMismatchFilter',
    fileVolume: 'FileVolumeFilter',
    riskIndicator: 'RiskIndicatorFilter',
    riskIndicatorExcludes: 'RiskIndicatorFilter',
    riskSeverity: 'RiskSeverityFilter',
    username: 'UsernameFilter',
    watchlist: 'WatchlistFilter',
  },
  CloudSharingVector: {
    box: 'CloudSharingMechanisms',
    googleDrive: 'CloudSharingMechanisms',
    oneDrive: 'CloudSharingMechanisms',
  },
  FileUploadVector: {
    cloudStorage: 'FileUploadCategory',
    email: 'FileUploadCategory',
    fileConversionTool: 'FileUploadCategory',
    messaging: 'FileUploadCategory',
    pdfManager: 'FileUploadCategory',
    productivityTool: 'FileUploadCategory',
    socialMedia: 'FileUploadCategory',
    sourceCodeRepository: 'FileUploadCategory',
    webHosting: 'FileUploadCategory',
    advancedSettings: 'AdvancedSettings',
  },
  RuleDetails: { vectors: 'RuleVectors', filters: 'RuleFilters', education: 'EducateUsersSettings' },
}

/**
 * Where the definition of September 2024 is wrong or behind about alert rules: enumerations that it takes for numbers are
 * text (domain reference, 0.3; that of listed people is the text of a number, 1.7), absent criteria may be null (API delta, 0.2), a
 * fourth way to send lessons came in June 2026 (3.4), objects of version 1 bear `type$` (domain reference, 0.4), and a
 * rule without a warning or a threshold has none.
 */
export const alertRulesCorrections: Corrections = {
  definitions: {
    MessagingMethod: { type: 'string', enum: ['Email', 'Slack', 'Teams', 'ThirdPartyIntegration'] },
    NotificationType: { type: 'string', enum: ['EMAIL'] },
    SeverityRating: { type: 'string', enum: ['HIGH', 'MEDIUM', 'LOW'] },
    UsersToAlertOn: { type: 'string', enum: ['ALL_USERS', 'ALL_USERS_NOT_SPECIFIED', 'SPECIFIED_USERS'] },
    FileCategory: text,
    Operator: { type: 'string', enum: ['AND', 'OR'] },
    UsernameFilterMode2: { type: 'string', enum: ['0', '1'] },
  },
  properties: {
    ...Object.fromEntries(
      Object.entries(criteria).flatMap(([owner, parts]) =>
        Object.entries(parts).map(([name, target]) => [`${owner}.${name}`, reference(target)]),
      ),
    ),
    'EducateUsersSettings.lessonId': nullable(text),
    'FileSizeAndCount.fileCountGreaterThan': whole,
    'FileSizeAndCount.totalSizeGreaterThanInBytes': whole,
    'RuleMetadata.ruleWarning': nullable(text),
    'RuleMetadataSearchResponse.problems': nullable({ type: 'array', items: { $ref: '#/definitions/QueryProblem' } }),
    'QueryProblem.badFilter': nullable(text),
  },
  later: {
    UsersInRuleResponse: { type$: text },
    UserBag: { type$: text },
    RuleMetadata: { type$: text },
    RuleMetadataSearchResponse: { type$: text },
  },
}
