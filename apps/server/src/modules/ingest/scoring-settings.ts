import { defaultRiskSettings, type RiskSettings, type TrustEntry } from '@spillway/detection'

/** What the company trusts, as of one revision. The same object stands for the same entries. */
export interface Trusted {
  readonly entries: readonly TrustEntry[]
}

/** All that scoring goes by beside the events. Plain data, so that it can go to another thread. */
export interface ScoringSettings {
  readonly risk: RiskSettings
  readonly trust: Trusted
}

export const defaultScoringSettings: ScoringSettings = { risk: defaultRiskSettings, trust: { entries: [] } }

interface Sources {
  readonly riskSettings: (tenantId: string) => Promise<RiskSettings>
  readonly trusted: () => Promise<Trusted>
}

/** Settings by every change that was acknowledged so far; the same object as long as nothing changed. */
export const createScoringSettings = ({ riskSettings, trusted }: Sources) => {
  let held = defaultScoringSettings
  return async (tenantId: string): Promise<ScoringSettings> => {
    const [risk, trust] = await Promise.all([riskSettings(tenantId), trusted()])
    if (held.risk !== risk || held.trust !== trust) held = { risk, trust }
    return held
  }
}
