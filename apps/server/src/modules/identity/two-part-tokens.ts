import { createTwoPartToken, deleteTwoPartToken, readTwoPartToken } from '@spillway/contract'
import {
  envelope,
  fromTwoParts,
  json,
  oneTimeCodeOf,
  openRoute,
  type Route,
  twoPartsOf,
  type Visitor,
} from '../../http/index.ts'
import { type Authenticator, nullIfInvalid } from './authenticator.ts'
import type { SignIn } from './sign-in.ts'

interface Dependencies {
  readonly signIn: SignIn
  readonly authenticator: Authenticator
  readonly clock: () => Date
}

/** How the oldest scripts sign in: the same tokens as everybody's, written otherwise. Whoever holds one may ask about it. */
export const twoPartTokenRoutes = ({ signIn, authenticator, clock }: Dependencies): readonly Route[] => {
  const holderOf = async (joined: string, visitor: Visitor): Promise<string | null> => {
    const token = fromTwoParts(joined)
    if (token === null) return null
    const caller = await authenticator.authenticate(token, visitor).catch(nullIfInvalid)
    return caller?.kind === 'user' ? caller.name : null
  }
  return [
    openRoute(createTwoPartToken, async ({ basic, request, visitor }) => {
      const { token } = await signIn.briefly(basic, oneTimeCodeOf(request), visitor)
      return json(envelope.v1({}, clock(), [...twoPartsOf(token)]), { headers: { pragma: 'no-cache' } })
    }),
    openRoute(readTwoPartToken, async ({ params, visitor }) => {
      const username = await holderOf(params.token, visitor)
      return envelope.v1({}, clock(), { valid: username !== null, username })
    }),
    openRoute(deleteTwoPartToken, async ({ params }) => {
      await authenticator.revoke(fromTwoParts(params.token) ?? '')
      return undefined
    }),
  ]
}
