import type { FileEvent } from '@spillway/event-model'

/** Lists of `risk.untrustedValues`. */
export type UntrustedValues = FileEvent['risk']['untrustedValues']

/** What one destination is found to be: trusted for a reason, or the parts of it that no entry covers. */
export type Verdict<Reason> =
  | { readonly trusted: true; readonly reason: Reason }
  | { readonly trusted: false; readonly values: Partial<UntrustedValues> }

export const emptyValues = (): UntrustedValues => ({
  accountNames: [],
  domains: [],
  gitRepositoryUris: [],
  slackWorkspaces: [],
  urlPaths: [],
})

/** Values of several verdicts by list, each once. */
export const joinValues = (parts: readonly Partial<UntrustedValues>[]): UntrustedValues => {
  const joined = emptyValues()
  for (const name of Object.keys(joined) as (keyof UntrustedValues)[])
    joined[name] = [...new Set(parts.flatMap((part) => part[name] ?? []))]
  return joined
}
