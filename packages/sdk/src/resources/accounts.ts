import type {
  acceptInvitation,
  inviteUser,
  issuePasswordReset,
  listPasswordResetRequests,
  replaceUserLicenses,
  requestPasswordReset,
} from '@spillway/contract'
import { acting, posting, putting, reading, removing, segment } from '../core/calls.ts'
import type { BodyOf, ResponseOf } from '../core/operation-types.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

/** With the secret where it was not sent to the user; it is shown here and never again. */
export type Invitation = ResponseOf<typeof inviteUser>
export type InvitationRequest = BodyOf<typeof inviteUser>
export type PasswordReset = ResponseOf<typeof issuePasswordReset>
/** A wish that nobody proved to be the user's. */
export type PasswordResetRequest = ResponseOf<typeof listPasswordResetRequests>['requests'][number]
/** The secret, and the password that its holder chooses. */
export type SecretExchange = BodyOf<typeof acceptInvitation>

const requestsPath = '/v1/spillway/password-reset-requests'
const ofUser = (userId: string): string => `/v1/spillway/users/${segment(userId)}`

/** How accounts come into, and back into, their holders' hands. */
export const createAccounts = (requester: Requester) => {
  const redeem = (path: string) => (exchange: SecretExchange, options?: CallOptions) =>
    requester.nothing({ ...posting(path, exchange, false, options), authenticated: false })
  return {
    invite: (invitation: InvitationRequest, options?: CallOptions) =>
      requester.json<Invitation>(posting('/v1/spillway/invitations', invitation, false, options)),

    /** The secret before is void. */
    renewInvitation: (userId: string, options?: CallOptions) =>
      requester.json<Invitation>(acting(`${ofUser(userId)}/invitation`, false, options)),

    issuePasswordReset: (userId: string, options?: CallOptions) =>
      requester.json<PasswordReset>(acting(`${ofUser(userId)}/password-reset`, false, options)),

    setPassword: (userId: string, password: string, options?: CallOptions) =>
      requester.nothing(posting(`${ofUser(userId)}/password`, { password }, true, options)),

    removeSecondFactor: (userId: string, options?: CallOptions) =>
      requester.nothing(acting(`${ofUser(userId)}/second-factor/remove`, false, options)),

    /** They become the whole list of the user. */
    replaceLicenses: async (userId: string, licenses: readonly string[], options?: CallOptions) => {
      const call = putting(`${ofUser(userId)}/licenses`, { licenses }, options)
      return (await requester.json<ResponseOf<typeof replaceUserLicenses>>(call)).licenses
    },

    passwordResetRequests: async (options?: CallOptions): Promise<readonly PasswordResetRequest[]> =>
      (await requester.json<ResponseOf<typeof listPasswordResetRequests>>(reading(requestsPath, options))).requests,

    dismissPasswordResetRequest: (userId: string, options?: CallOptions) =>
      requester.nothing(removing(`${requestsPath}/${segment(userId)}`, options)),

    /** Asks without signing in; nobody learns whether there is such a user. */
    requestPasswordReset: async (wish: BodyOf<typeof requestPasswordReset>, options?: CallOptions) =>
      requester.nothing({ ...posting('/api/v1/UserPasswordReset', wish, true, options), authenticated: false }),

    acceptInvitation: redeem('/v1/spillway/invitations/accept'),
    redeemPasswordReset: redeem('/v1/spillway/password-resets/redeem'),
  }
}
