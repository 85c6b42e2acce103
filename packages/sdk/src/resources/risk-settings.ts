import type {
  createFileNameIndicator,
  readRiskSettings,
  replaceFileNameIndicator,
  updateRiskSettings,
} from '@spillway/contract'
import { posting, putting, reading, removing, segment } from '../core/calls.ts'
import type { BodyOf, ResponseOf } from '../core/operation-types.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

export type RiskSettings = ResponseOf<typeof readRiskSettings>
/** All of it is done, or nothing. */
export type RiskSettingsChange = BodyOf<typeof updateRiskSettings>
export type FileNameIndicator = ResponseOf<typeof createFileNameIndicator>
export type FileNameIndicatorDraft = BodyOf<typeof replaceFileNameIndicator>

const path = '/v1/spillway/risk-settings'
const fileNames = `${path}/file-name-indicators`

/** Weights of risk indicators, addresses that are the company's own, and indicators for file names. */
export const createRiskSettings = (requester: Requester) => ({
  get: (options?: CallOptions) => requester.json<RiskSettings>(reading(path, options)),

  update: (change: RiskSettingsChange, options?: CallOptions) =>
    requester.json<RiskSettings>({ ...putting(path, change, options), method: 'PATCH' }),

  createFileNameIndicator: (draft: FileNameIndicatorDraft, options?: CallOptions) =>
    requester.json<FileNameIndicator>(posting(fileNames, draft, false, options)),

  replaceFileNameIndicator: (id: string, draft: FileNameIndicatorDraft, options?: CallOptions) =>
    requester.json<FileNameIndicator>(putting(`${fileNames}/${segment(id)}`, draft, options)),

  removeFileNameIndicator: (id: string, options?: CallOptions) =>
    requester.nothing(removing(`${fileNames}/${segment(id)}`, options)),
})
