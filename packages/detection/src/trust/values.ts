import type { TrustType } from './catalogue.ts'
import { plainHostName } from './hosts.ts'

/** Why a value cannot be trusted. */
export interface ValueProblem {
  readonly reason: string
}
export type KeyedValue = { readonly ok: true; readonly key: string } | ({ readonly ok: false } & ValueProblem)

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i
const label = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/
const control = /[\p{Cc}\u2028\u2029]/u
const notInWorkspace = /[<>"`\\/|{}[\]^*?=%$~;]/

/**
 * The form in which a value is compared, or why it is none. Two values with one form mean the same, so that only one of
 * them can be on the list.
 */
export const keyOf = (type: TrustType, value: string): KeyedValue => {
  const text = value.trim()
  if (text === '') return refused('is empty')
  if (control.test(text)) return refused('holds control characters')
  return readers[type](text)
}

const accepted = (key: string): KeyedValue => ({ ok: true, key })
const refused = (reason: string): KeyedValue => ({ ok: false, reason })

/** Scheme, `www.`, port and path do not matter; `*.` says what goes without saying. */
const domainKey = (text: string): KeyedValue => {
  const [authority = ''] = text.replace(scheme, '').split(/[/?#]/, 1)
  const host = plainHostName(authority.replace(/:\d{1,5}$/, '').replace(/^\*\./, ''))
  if (host.length > 253 || !host.split('.').every((part) => part.length <= 63 && label.test(part)))
    return refused('is no domain')
  return accepted(host)
}

const pathKey = (text: string): KeyedValue => {
  const url = URL.parse(scheme.test(text) ? text : `https://${text}`)
  if (!url || url.hostname === '' || url.username !== '') return refused('is no web address')
  const path = plainPath(url.pathname)
  return path === '' ? refused('names no path after the host') : accepted(plainHostName(url.hostname) + path)
}

/** A path without the slash at its end. */
export const plainPath = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path)

const workspaceKey = (text: string): KeyedValue =>
  notInWorkspace.test(text) ? refused('is no name of a workspace') : accepted(workspaceForm(text))

/** Names are compared without regard to letter case and the width of white space. */
export const workspaceForm = (text: string): string =>
  text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
export const accountForm = workspaceForm

const repositoryKey = (text: string): KeyedValue => {
  if (/\s/.test(text)) return refused('is no address of a repository')
  const key = repositoryForm(text)
  return key.includes('/') ? accepted(key) : refused('is no address of a repository')
}

/** `git@host:path.git`, `ssh://git@host/path` and `https://host/path` are one repository. */
export const repositoryForm = (uri: string): string => {
  const text = uri.trim()
  const short = scheme.test(text) ? null : /^(?:[^@/:\s]+@)?([^@/:\s]+):(?!\/\/)(.+)$/.exec(text)
  const address = short ? `ssh://${short[1]}/${short[2]}` : scheme.test(text) ? text : `ssh://${text}`
  const url = URL.parse(address)
  if (!url || url.hostname === '') return text
  const path = plainPath(url.pathname.replace(/^\/+/, '/')).replace(/\.git$/i, '')
  return plainHostName(url.hostname) + path
}

const readers: Readonly<Record<TrustType, (text: string) => KeyedValue>> = {
  DOMAIN: domainKey,
  URL_PATH: pathKey,
  SLACK: workspaceKey,
  ACCOUNT_NAME: (text) => accepted(accountForm(text)),
  GIT_REPOSITORY_URI: repositoryKey,
}
