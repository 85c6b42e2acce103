/** An indicator for file names, made by the tenant. */
export interface FileNameIndicator {
  /** `fileName-<uuid>` */
  readonly id: string
  readonly name: string
  readonly weight: number
  /** Names with `*` for any text and `?` for one character, in any letter case. */
  readonly patterns: readonly string[]
}

/** What a tenant has decided about risk: plain data, small, with only what differs from the catalogue. */
export interface RiskSettings {
  /** Grows with every change. */
  readonly version: number
  readonly weights: readonly (readonly [id: string, weight: number])[]
  /** Ids of indicators that are switched off. */
  readonly inactive: readonly string[]
  readonly fileNames: readonly FileNameIndicator[]
  /** Addresses and networks (CIDR) that are the company's own: activity from there is not remote. */
  readonly trustedAddresses: readonly string[]
}

export const defaultRiskSettings: RiskSettings = {
  version: 0,
  weights: [],
  inactive: [],
  fileNames: [],
  trustedAddresses: [],
}
