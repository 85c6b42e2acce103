import type { FileEvent } from '@spillway/event-model'
import { type TrustReason, trustReasons } from './catalogue.ts'
import type { CompiledTrust } from './compile.ts'
import { judgeDestinations } from './destinations.ts'
import { emptyValues, joinValues, type UntrustedValues } from './untrusted.ts'

/** What trust says of an event. */
export interface TrustDecision {
  readonly trusted: boolean
  /** Set exactly where `trusted` is. */
  readonly trustReason: TrustReason | null
  /** Parts of the destinations that no entry covers; empty for trusted events and for kinds that are not evaluated. */
  readonly untrustedValues: UntrustedValues
}

/**
 * An event is trusted when it names a destination and every destination that it names is trusted; one that is not makes
 * the event untrusted.
 */
export const decideTrust = (event: FileEvent, trust: CompiledTrust): TrustDecision => {
  const verdicts = judgeDestinations(event, trust)
  if (verdicts.length === 0) return { trusted: false, trustReason: null, untrustedValues: emptyValues() }
  const reasons = verdicts.flatMap((verdict) => (verdict.trusted ? [verdict.reason] : []))
  const untrustedValues = joinValues(verdicts.flatMap((verdict) => (verdict.trusted ? [] : [verdict.values])))
  const trusted = reasons.length === verdicts.length
  return { trusted, trustReason: trusted ? reasonOf(reasons) : null, untrustedValues }
}

const ofUrlOrTitle: ReadonlySet<TrustReason> = new Set([trustReasons.browserUrl, trustReasons.tabTitle])

/** One reason for all destinations: the one they share, the published mix of address and title, or the first. */
const reasonOf = (reasons: readonly TrustReason[]): TrustReason | null => {
  const different = new Set(reasons)
  const isMix = different.size > 1 && [...different].every((reason) => ofUrlOrTitle.has(reason))
  return isMix ? trustReasons.urlAndTitle : (reasons[0] ?? null)
}
