import type { CompiledTrust, Trusted } from './compile.ts'
import type { Grants } from './grants.ts'
import { selfAndAbove } from './hosts.ts'
import { accountForm, plainPath, repositoryForm, workspaceForm } from './values.ts'

/** Whether a host, or a domain above it, is trusted for an action. */
export const trustsHost = (trust: CompiledTrust, host: string, grant: Grants): boolean =>
  selfAndAbove(host).some((name) => ((trust.byType.DOMAIN.get(name)?.grants ?? 0) & grant) !== 0)

export const trustsAccount = (trust: CompiledTrust, name: string, grant: Grants): boolean =>
  ((trust.byType.ACCOUNT_NAME.get(accountForm(name))?.grants ?? 0) & grant) !== 0

export const trustsRepository = (trust: CompiledTrust, uri: string, grant: Grants): boolean =>
  ((trust.byType.GIT_REPOSITORY_URI.get(repositoryForm(uri))?.grants ?? 0) & grant) !== 0

export const trustsWorkspace = (trust: CompiledTrust, name: string): boolean =>
  trust.byType.SLACK.has(workspaceForm(name))

/** An entry over the path of a web address: its host with the path, or with a path above it, segment by segment. */
export const pathEntry = (
  trust: CompiledTrust,
  url: string,
  host: string,
  wanted: (entry: Trusted) => boolean = () => true,
): Trusted | undefined => {
  if (trust.deepestPath === 0) return undefined
  const path = plainPath(URL.parse(url.startsWith('blob:') ? url.slice(5) : url)?.pathname ?? '')
  let end = 0
  for (let depth = 1; depth <= trust.deepestPath && end < path.length; depth++) {
    const slash = path.indexOf('/', end + 1)
    end = slash < 0 ? path.length : slash
    const entry = trust.byType.URL_PATH.get(host + path.slice(0, end))
    if (entry && wanted(entry)) return entry
  }
  return undefined
}
