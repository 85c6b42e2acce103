import { SpillwayClientError } from './errors.ts'

/**
 * Origin of the server, with an optional path prefix and no trailing slash.
 * Plain http would show credentials to the network, so it is for loopback unless the caller insists.
 */
export const parseBaseUrl = (text: string, allowPlainHttp = false): string => {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new SpillwayClientError(`Not an http(s) URL: ${text}`)
  if (url.username || url.password) throw new SpillwayClientError('Credentials do not belong into the base URL')
  if (url.protocol === 'http:' && !allowPlainHttp && !isLoopback(url.hostname)) {
    throw new SpillwayClientError(`Plain http is for loopback addresses only; use https for ${url.hostname}`)
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(\.\d+){3}$/.test(hostname)
