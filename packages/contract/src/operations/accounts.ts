import { z } from 'zod'
import { operation } from '../operation.ts'
import { console1, looseId, nullableText, ok1, olderPaths } from './console/envelope.ts'
import { errorsOfOne } from './errors.ts'
import { own } from './own.ts'

const label = (maximum: number) => z.string().trim().min(1).max(maximum)
/** What people choose themselves. Scripts of administrators may set shorter ones through the console API. */
const chosenPassword = z.string().min(12).max(1024)

/** A secret that makes an account its holder's: given once, kept as a hash. */
const accountSecret = {
  delivery: z.enum(['sent', 'none']).describe('`sent`: mail to the user is on its way; `none`: none can be sent'),
  secret: z.string().nullable().describe('Shown here and never again; null when it goes to the user by mail'),
  expiresAt: z.iso.datetime(),
}

const user = { userId: z.string(), username: z.string() }
export const Invitation = z.object({ ...user, ...accountSecret })
export const PasswordReset = z.object({ ...user, ...accountSecret })

/** A wish for a new password that reached the server from outside; nobody proved to be the user. */
export const PasswordResetRequest = z.object({
  ...user,
  orgGuid: z.string(),
  requestedAt: z.iso.datetime(),
  /** How often it was asked for since the last one was answered. */
  requests: z.number().int(),
  expiresAt: z.iso.datetime(),
})

const userParams = z.object({ userId: z.string() })
const accountShared = {
  family: 'accounts',
  ...own,
} as const
const administering = {
  ...accountShared,
  authentication: 'bearer',
  permission: 'users.write',
  errors: errorsOfOne,
} as const

export const inviteUser = operation({
  ...administering,
  id: 'accounts.invite',
  summary: 'Create a user without a password and issue the secret with which the user chooses one',
  method: 'POST',
  path: '/v1/spillway/invitations',
  body: z.strictObject({
    username: label(1000),
    email: label(1000).optional(),
    firstName: label(255).optional(),
    lastName: label(255).optional(),
    orgGuid: label(100).optional().describe("The tenant's own organization unless given"),
  }),
  success: { status: 201, type: 'application/json', schema: Invitation },
  errors: [...errorsOfOne, 'CONFLICT', 'TOO_MANY_REQUESTS'],
})

export const renewInvitation = operation({
  ...administering,
  id: 'accounts.renew-invitation',
  summary: 'Issue a new invitation secret for a user who has no password yet; the one before is void',
  method: 'POST',
  path: '/v1/spillway/users/{userId}/invitation',
  params: userParams,
  success: { status: 200, type: 'application/json', schema: Invitation },
  errors: [...errorsOfOne, 'CONFLICT'],
})

export const issuePasswordReset = operation({
  ...administering,
  id: 'accounts.issue-password-reset',
  summary: 'Issue a secret with which a user sets a new password; answers pending requests of the user',
  method: 'POST',
  path: '/v1/spillway/users/{userId}/password-reset',
  params: userParams,
  success: { status: 200, type: 'application/json', schema: PasswordReset },
  errors: [...errorsOfOne, 'CONFLICT'],
})

export const setUserPassword = operation({
  ...administering,
  id: 'accounts.set-password',
  summary: 'Set the password of another user; every token of the user ends',
  method: 'POST',
  path: '/v1/spillway/users/{userId}/password',
  params: userParams,
  body: z.strictObject({ password: chosenPassword }),
  success: { status: 204 },
  errors: [...errorsOfOne, 'TOO_MANY_REQUESTS'],
})

export const removeUserSecondFactor = operation({
  ...administering,
  id: 'accounts.remove-second-factor',
  summary: 'Take the second factor off a user who lost it; every token of the user ends',
  method: 'POST',
  path: '/v1/spillway/users/{userId}/second-factor/remove',
  params: userParams,
  success: { status: 204 },
  errors: [...errorsOfOne, 'CONFLICT'],
})

const licenses = z.array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)).max(100)

export const replaceUserLicenses = operation({
  ...administering,
  id: 'accounts.replace-licenses',
  summary: 'Make the given licences the whole list of a user',
  method: 'PUT',
  path: '/v1/spillway/users/{userId}/licenses',
  params: userParams,
  body: z.strictObject({ licenses }),
  success: { status: 200, type: 'application/json', schema: z.object({ licenses }) },
})

export const listPasswordResetRequests = operation({
  ...accountShared,
  id: 'accounts.list-password-reset-requests',
  summary: 'List users for whom a new password was asked and not issued yet',
  method: 'GET',
  path: '/v1/spillway/password-reset-requests',
  authentication: 'bearer',
  permission: 'users.read',
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ requests: z.array(PasswordResetRequest) }),
  },
  errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'STORE_UNAVAILABLE'],
})

export const dismissPasswordResetRequest = operation({
  ...administering,
  id: 'accounts.dismiss-password-reset-request',
  summary: 'Drop the pending request of a user without issuing anything',
  method: 'DELETE',
  path: '/v1/spillway/password-reset-requests/{userId}',
  params: userParams,
  success: { status: 204 },
})

const redeeming = {
  ...accountShared,
  authentication: 'none',
  permission: null,
  method: 'POST',
  body: z.strictObject({ secret: z.string().min(1).max(200), password: chosenPassword }),
  success: { status: 204 },
  errors: ['MALFORMED_REQUEST', 'INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS', 'STORE_UNAVAILABLE'],
} as const

export const readAccountPage = operation({
  ...accountShared,
  id: 'accounts.page',
  summary:
    'The page on which people choose a password, with the secret that stands behind `#` in the link of their mail',
  method: 'GET',
  path: '/v1/spillway/account',
  authentication: 'none',
  permission: null,
  success: { status: 200, type: 'text/html' },
  errors: [],
})

export const acceptInvitation = operation({
  ...redeeming,
  id: 'accounts.accept-invitation',
  summary: 'Take up an invitation by choosing a password',
  path: '/v1/spillway/invitations/accept',
})

export const redeemPasswordReset = operation({
  ...redeeming,
  id: 'accounts.redeem-password-reset',
  summary: 'Set a new password with a reset secret; every token of the user ends',
  path: '/v1/spillway/password-resets/redeem',
})

export const requestPasswordReset = operation({
  id: 'accounts.request-password-reset.v1',
  family: 'accounts',
  summary: 'Ask for a new password; answers the same whether or not there is such a user',
  method: 'POST',
  path: '/api/v1/UserPasswordReset',
  alternatePaths: olderPaths('UserPasswordReset'),
  authentication: 'none',
  permission: null,
  errorShape: console1.errorShape,
  lifecycle: console1.lifecycle,
  source: console1.source,
  body: z.object({ userId: looseId.nullish(), username: nullableText(1000), viewUrl: nullableText(2000) }),
  success: ok1(z.object({ success: z.boolean() })),
  errors: ['MALFORMED_REQUEST', 'TOO_MANY_REQUESTS', 'STORE_UNAVAILABLE'],
})

export const accountsOperations = [
  inviteUser,
  renewInvitation,
  issuePasswordReset,
  setUserPassword,
  removeUserSecondFactor,
  replaceUserLicenses,
  listPasswordResetRequests,
  dismissPasswordResetRequest,
  readAccountPage,
  acceptInvitation,
  redeemPasswordReset,
  requestPasswordReset,
] as const
