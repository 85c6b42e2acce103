import type { IssuedToken } from './credentials.ts'

export interface TokenKeeper {
  /** A token that is valid for a while yet; signs in when there is none. */
  readonly current: () => Promise<string>
  /** Forgets a token the server refused; true when a new one can be had. */
  readonly discard: (refused: string) => boolean
}

/** Part of the lifetime after which a token is renewed, so that none expires on its way. */
const renewalShare = 0.9

/** Keeps one token, fetched when first needed. Requests that arrive meanwhile wait for the same sign-in. */
export const createTokenKeeper = (signIn: () => Promise<IssuedToken>, monotonic: () => number): TokenKeeper => {
  let kept: { token: string; renewAt: number } | null = null
  let pending: Promise<string> | null = null

  const renew = async (): Promise<string> => {
    const { token, lifetime } = await signIn()
    kept = { token, renewAt: monotonic() + lifetime * renewalShare }
    return token
  }
  const current = async (): Promise<string> => {
    if (kept && monotonic() < kept.renewAt) return kept.token
    pending ??= renew().finally(() => {
      pending = null
    })
    return pending
  }
  const discard = (refused: string): boolean => {
    if (kept?.token === refused) kept = null
    return true
  }
  return { current, discard }
}

/** For a caller who brought a token: nothing can renew it. */
export const fixedToken = (token: string): TokenKeeper => ({ current: async () => token, discard: () => false })
