export type { FeedManifest, IngestReceipt, RejectedRow } from '@spillway/contract'
export { type ClientOptions, createSpillwayClient, type SpillwayClient } from './client.ts'
export type {
  AgentCredentials,
  ClientCredentials,
  Credentials,
  TokenCredentials,
  UserCredentials,
} from './core/credentials.ts'
export { SpillwayApiError, SpillwayClientError, SpillwayConnectionError, SpillwayFeedGapError } from './core/errors.ts'
export type { Persist } from './core/persist.ts'
export type { Platform } from './core/platform.ts'
export type { CallOptions, Requester } from './core/requester.ts'
export { backoffDelay, type RetryPolicy } from './core/retry.ts'
export type { FeedRequest, FollowRequest } from './feed/follow.ts'
export { checkManifest, type FeedPage, manifestHash } from './feed/manifest.ts'
export * from './query/builder.ts'
export type {
  Invitation,
  InvitationRequest,
  PasswordReset,
  PasswordResetRequest,
  SecretExchange,
} from './resources/accounts.ts'
export type {
  Agent,
  AgentHeartbeat,
  AgentInstructions,
  AgentRegistration,
  BackupReport,
  LossLedgerEntry,
  LossLedgerQuery,
  RegisteredAgent,
} from './resources/agents.ts'
export type { Alert, AlertChangePage, AlertExplanation, AlertPage, AlertQuery } from './resources/alerts.ts'
export type { ApiClient, ApiClientChange, ApiClientCreation, NewApiClient } from './resources/api-clients.ts'
export type { Backtest, BacktestAlert, BacktestRequest, BacktestSummary } from './resources/backtests.ts'
export type { ChangeFollowRequest, ChangeRequest } from './resources/change-feed.ts'
export type { Compression } from './resources/compression.ts'
export type { FollowedPage } from './resources/event-feed.ts'
export type { FileEventV1 } from './resources/file-events.ts'
export type { ImportOptions, ImportReceipt } from './resources/imports.ts'
export type { IngestOptions } from './resources/ingest.ts'
export type {
  Lesson,
  LessonCreation,
  LessonNotification,
  LessonNotificationQuery,
  LessonSending,
  WatchlistLesson,
} from './resources/lessons.ts'
export type {
  NewNotificationChannel,
  Notification,
  NotificationChannel,
  NotificationChannelDraft,
  NotificationQuery,
} from './resources/notifications.ts'
export type {
  NewOrganization,
  Organization,
  OrganizationChange,
  OrganizationQuery,
} from './resources/organizations.ts'
export type { PortalAgent, PortalAgentChange, PortalAgentPage, PortalAgentQuery } from './resources/portal-agents.ts'
export type {
  NewProvisioningToken,
  ProvisioningToken,
  ProvisioningTokenCreation,
} from './resources/provisioning-tokens.ts'
export type {
  FileNameIndicator,
  FileNameIndicatorDraft,
  RiskSettings,
  RiskSettingsChange,
} from './resources/risk-settings.ts'
export type { Rule, RuleDraft, RuleVersion } from './resources/rules.ts'
export type { NewSavedSearch } from './resources/saved-searches.ts'
export type {
  Session,
  SessionChangePage,
  SessionExplanation,
  SessionPage,
  SessionQuery,
} from './resources/sessions.ts'
export type { ReplacedRoles, Role, User, UserQuery, UserRole } from './resources/users.ts'
export type * from './types.ts'
