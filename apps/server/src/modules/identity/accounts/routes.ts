import {
  acceptInvitation,
  dismissPasswordResetRequest,
  inviteUser,
  issuePasswordReset,
  listPasswordResetRequests,
  readAccountPage,
  redeemPasswordReset,
  removeUserSecondFactor,
  renewInvitation,
  replaceUserLicenses,
  requestPasswordReset,
  setUserPassword,
} from '@spillway/contract'
import { envelope, json, openRoute, type Route, route, text } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import { accountPage, accountPageHeaders } from './page.ts'
import type { Redeem } from './redeem.ts'
import type { PendingRequest, ResetRequests } from './requests.ts'
import type { Accounts, IssuedSecret } from './service.ts'

interface Dependencies {
  readonly accounts: Accounts
  readonly requests: ResetRequests
  readonly redeem: Redeem
  readonly clock: Clock
}

export const accountRoutes = (dependencies: Dependencies): readonly Route[] => [
  ...secretRoutes(dependencies),
  ...changeRoutes(dependencies),
  ...requestRoutes(dependencies),
]

/** No cache may keep a secret. */
const notStored = { 'cache-control': 'no-store' }

const presentIssued = ({ user, secret, expiresAt }: IssuedSecret) => ({
  userId: user.uid,
  username: user.username,
  delivery: secret === null ? ('sent' as const) : ('none' as const),
  secret,
  expiresAt,
})

const secretRoutes = ({ accounts, redeem }: Dependencies): Route[] => [
  route(inviteUser, async ({ caller, body: { orgGuid, ...wish } }) => {
    const issued = await accounts.invite(caller, wish, orgGuid === undefined ? undefined : { guid: orgGuid })
    return json(presentIssued(issued), { status: 201, headers: notStored })
  }),
  route(renewInvitation, async ({ caller, params }) =>
    json(presentIssued(await accounts.renewInvitation(caller, params.userId)), { headers: notStored }),
  ),
  route(issuePasswordReset, async ({ caller, params }) =>
    json(presentIssued(await accounts.issuePasswordReset(caller, params.userId)), { headers: notStored }),
  ),
  openRoute(readAccountPage, async () =>
    text(accountPage, 'text/html; charset=utf-8', { headers: accountPageHeaders }),
  ),
  openRoute(acceptInvitation, async ({ body, visitor }) => {
    await redeem('invitation', body.secret, body.password, visitor)
    return undefined
  }),
  openRoute(redeemPasswordReset, async ({ body, visitor }) => {
    await redeem('password-reset', body.secret, body.password, visitor)
    return undefined
  }),
]

const changeRoutes = ({ accounts }: Dependencies): Route[] => [
  route(setUserPassword, async ({ caller, params, body }) => {
    await accounts.setPassword(caller, params.userId, body.password)
    return undefined
  }),
  route(removeUserSecondFactor, async ({ caller, params }) => {
    await accounts.removeSecondFactor(caller, params.userId)
    return undefined
  }),
  route(replaceUserLicenses, async ({ caller, params, body }) => ({
    licenses: [...(await accounts.replaceLicenses(caller, params.userId, body.licenses))],
  })),
]

const requestRoutes = ({ accounts, requests, clock }: Dependencies): Route[] => [
  route(listPasswordResetRequests, async ({ caller }) => ({
    requests: (await requests.list(caller)).map(presentRequest),
  })),
  route(dismissPasswordResetRequest, async ({ caller, params }) => {
    await accounts.dismissRequests(caller, params.userId)
    return undefined
  }),
  openRoute(requestPasswordReset, async ({ body, visitor }) => {
    await requests.request(body, visitor)
    return envelope.v1({}, clock(), { success: true })
  }),
]

const presentRequest = ({ user, requests, requestedAt, expiresAt }: PendingRequest) => ({
  userId: user.uid,
  username: user.username,
  orgGuid: user.org_guid,
  requestedAt,
  requests,
  expiresAt,
})
