/** Kinds of things that a company trusts (published). */
export const trustTypes = ['DOMAIN', 'ACCOUNT_NAME', 'GIT_REPOSITORY_URI', 'SLACK', 'URL_PATH'] as const
export type TrustType = (typeof trustTypes)[number]

/** What a trusted domain, account or repository is trusted for, in the order in which clients send them. */
export const trustActions = [
  'FILE_UPLOAD',
  'GIT_PUSH',
  'FILE_TRANSFER',
  'CLOUD_SYNC',
  'CLOUD_SHARE',
  'EMAIL',
  'USER_ACCOUNT_UPLOAD',
] as const
export type TrustAction = (typeof trustActions)[number]

/** Places in the browser where the account that is signed in decides (published May 2026). */
const browserDestinations = [
  'AIRTABLE',
  'AMAZON_WEB_SERVICES',
  'BLACKBOX',
  'BOX',
  'CHATGPT',
  'CLAUDE',
  'CONCUR',
  'CURSOR',
  'DROPBOX',
  'GOOGLE_WORKSPACE',
  'MICROSOFT_365',
  'NOTTA',
  'OTTER',
  'PERPLEXITY',
  'SLACK',
  'YOU_DOT_COM',
] as const
export type BrowserDestination = (typeof browserDestinations)[number]

const otherProviders = ['GOOGLE_DRIVE', 'GMAIL', 'ICLOUD', 'OFFICE_365', 'ONE_DRIVE'] as const
export const trustProviders = [...browserDestinations, ...otherProviders] as const
export type TrustProvider = (typeof trustProviders)[number]

/** The actions a type may hold, each with its providers; an empty list where an action knows none. */
export type SupportedActions = Readonly<Partial<Record<TrustAction, readonly TrustProvider[]>>>

/** The published table of types, actions and providers. Google Drive for mail is known from the client alone. */
export const supportedActions: Readonly<Record<TrustType, SupportedActions>> = {
  DOMAIN: {
    FILE_UPLOAD: [],
    GIT_PUSH: [],
    FILE_TRANSFER: [],
    CLOUD_SYNC: ['BOX', 'GOOGLE_DRIVE', 'ICLOUD', 'ONE_DRIVE'],
    CLOUD_SHARE: ['BOX', 'GOOGLE_DRIVE', 'ONE_DRIVE'],
    EMAIL: ['GMAIL', 'OFFICE_365', 'GOOGLE_DRIVE'],
    USER_ACCOUNT_UPLOAD: browserDestinations,
  },
  ACCOUNT_NAME: { CLOUD_SYNC: ['DROPBOX', 'ONE_DRIVE'] },
  GIT_REPOSITORY_URI: { GIT_PUSH: [] },
  SLACK: {},
  URL_PATH: {},
}

/**
 * Texts of `risk.trustReason`. The first seven are published; the last three are Spillway's own, for kinds of trust that
 * came later and whose texts are not public.
 */
export const trustReasons = {
  browserUrl: 'Trusted browser URL',
  urlPath: 'Trusted specific URL path',
  tabTitle: 'Trusted browser tab title',
  urlAndTitle: 'Trusted browser URL and/or tab title',
  emailRecipient: 'Trusted email recipient',
  syncAccount: 'Trusted sync username',
  slackWorkspace: 'Trusted Slack workspace',
  sharedWith: 'Shared with trusted users',
  repository: 'Trusted Git repository',
  fileTransfer: 'Trusted file transfer host',
  browserAccount: 'Trusted browser account',
} as const
export type TrustReason = (typeof trustReasons)[keyof typeof trustReasons]
