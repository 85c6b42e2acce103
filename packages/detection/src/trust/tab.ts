import type { FileEvent } from '@spillway/event-model'
import type { WebAddress } from '../web-address.ts'
import { type TrustReason, trustReasons } from './catalogue.ts'
import type { CompiledTrust } from './compile.ts'
import { grantOf } from './grants.ts'
import { hostsInText, mailDomains, readWebAddress } from './hosts.ts'
import { pathEntry, trustsHost, trustsWorkspace } from './lookup.ts'
import { browserDestinationAt } from './providers.ts'
import { isSlackHost, workspaceOfHost, workspaceOfTitle } from './slack.ts'
import type { Verdict } from './untrusted.ts'

export type Tab = Pick<FileEvent['destination']['tabs'][number], 'url' | 'title'>

const upload = grantOf('FILE_UPLOAD')

/**
 * A tab as a destination. Where its address is known the address alone counts: a page may give itself any title.
 * `signedIn` is the account that the browser reports for this very tab, if it does.
 */
export const judgeTab = (tab: Tab, signedIn: string | null, trust: CompiledTrust): Verdict<TrustReason> => {
  if (tab.url === null || tab.url === '') return judgeTitle(tab.title ?? '', trust)
  const address = readWebAddress(tab.url)
  return address ? judgeAddress(tab, tab.url, address, signedIn, trust) : { trusted: false, values: {} }
}

const judgeAddress = (
  { title }: Tab,
  url: string,
  { host, path: rest }: WebAddress,
  signedIn: string | null,
  trust: CompiledTrust,
): Verdict<TrustReason> => {
  if (trustsHost(trust, host, upload)) return trusted(trustReasons.browserUrl)
  if (pathEntry(trust, url, host)) return trusted(trustReasons.urlPath)
  const workspaces = workspacesAt(host, title)
  if (workspaces.some((workspace) => trustsWorkspace(trust, workspace))) return trusted(trustReasons.slackWorkspace)
  if (signedIn !== null && trustsAccountAt(host, signedIn, trust)) return trusted(trustReasons.browserAccount)
  const path = rest.split(/[?#]/, 1)[0] ?? ''
  return {
    trusted: false,
    values: { domains: [host], slackWorkspaces: workspaces, urlPaths: path.length > 1 ? [host + path] : [] },
  }
}

const judgeTitle = (title: string, trust: CompiledTrust): Verdict<TrustReason> => {
  const workspace = workspaceOfTitle(title)
  if (workspace !== null && trustsWorkspace(trust, workspace)) return trusted(trustReasons.slackWorkspace)
  const hosts = hostsInText(title)
  if (hosts.some((host) => trustsHost(trust, host, upload))) return trusted(trustReasons.tabTitle)
  return { trusted: false, values: { domains: hosts, slackWorkspaces: workspace === null ? [] : [workspace] } }
}

const workspacesAt = (host: string, title: string | null): string[] => {
  if (!isSlackHost(host)) return []
  return [workspaceOfHost(host), workspaceOfTitle(title ?? '')].filter((workspace) => workspace !== null)
}

/** A place in the browser that is trusted as long as the company's own account is signed in. */
const trustsAccountAt = (host: string, signedIn: string, trust: CompiledTrust): boolean => {
  const destination = browserDestinationAt(host)
  if (!destination) return false
  const grant = grantOf('USER_ACCOUNT_UPLOAD', destination)
  const domains = mailDomains(signedIn)
  return domains.length > 0 && domains.every((domain) => trustsHost(trust, domain, grant))
}

const trusted = (reason: TrustReason) => ({ trusted: true, reason }) as const
