import type { Corrections, Schema } from './swagger.ts'

const text: Schema = { type: 'string' }
const enumeration = (...values: string[]): Schema => ({ type: 'string', enum: values })

/**
 * Where the definition of September 2024 is wrong or behind about trusted activities: ids are text to the SDK (API delta,
 * section 2), errors bear `code` and `message` (its edition of June 2024), a description may be missing (3.17), and
 * accounts in the browser came in May 2026.
 */
export const trustCorrections: Corrections = {
  definitions: {
    ErrorResponse: { type: 'object', properties: { code: text, message: text, msg: text } },
  },
  properties: {
    'TrustedActivityResponse.activityId': text,
    'TrustedActivityResponse.description': { type: 'string', 'x-nullable': true },
    'ActivityAction.type': enumeration(
      ...['CLOUD_SHARE', 'CLOUD_SYNC', 'EMAIL', 'FILE_TRANSFER', 'FILE_UPLOAD', 'GIT_PUSH'],
      'USER_ACCOUNT_UPLOAD',
    ),
    'ActivityActionProvider.name': enumeration(
      ...['BOX', 'DROPBOX', 'GOOGLE_DRIVE', 'GMAIL', 'ICLOUD', 'OFFICE_365', 'ONE_DRIVE'],
      ...['AIRTABLE', 'AMAZON_WEB_SERVICES', 'BLACKBOX', 'CHATGPT', 'CLAUDE', 'CONCUR', 'CURSOR', 'GOOGLE_WORKSPACE'],
      ...['MICROSOFT_365', 'NOTTA', 'OTTER', 'PERPLEXITY', 'SLACK', 'YOU_DOT_COM'],
    ),
  },
  later: {},
}
