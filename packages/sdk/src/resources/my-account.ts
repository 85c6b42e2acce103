import type {
  changeMyPassword,
  confirmSecondFactor,
  proposeSecondFactor,
  removeSecondFactor,
  revokeToken,
} from '@spillway/contract'
import { acting, posting } from '../core/calls.ts'
import type { BodyOf, ResponseOf } from '../core/operation-types.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/spillway/my'

/** What users do about their own account. */
export const createMyAccount = (requester: Requester) => ({
  /** Every token of the user ends. */
  changePassword: (change: BodyOf<typeof changeMyPassword>, options?: CallOptions) =>
    requester.nothing(posting(`${path}/password`, change, false, options)),

  /** A fresh secret for an authenticator app; nothing changes until it is confirmed. */
  proposeSecondFactor: (options?: CallOptions) =>
    requester.json<ResponseOf<typeof proposeSecondFactor>>(acting(`${path}/second-factor`, true, options)),

  confirmSecondFactor: (proof: BodyOf<typeof confirmSecondFactor>, options?: CallOptions) =>
    requester.nothing(posting(`${path}/second-factor/confirm`, proof, false, options)),

  removeSecondFactor: (proof: BodyOf<typeof removeSecondFactor>, options?: CallOptions) =>
    requester.nothing(posting(`${path}/second-factor/remove`, proof, false, options)),

  /** Ends a token before its time; the client's own where none is given. */
  revokeToken: (body: NonNullable<BodyOf<typeof revokeToken>> = {}, options?: CallOptions) =>
    requester.nothing(posting('/v1/spillway/tokens/revoke', body, false, options)),
})
