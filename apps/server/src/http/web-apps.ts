import type { IncomingMessage } from 'node:http'
import { webApps } from '@spillway/contract'

/** Only before `/api/`: the bare names are pages. */
const prefix = new RegExp(`^/+(?:${webApps.join('|')})/+(?=api/)`)

const shortened = new WeakSet<IncomingMessage>()

/** The URL without the name of a web app before `/api/`. Served in place: clients turn a redirected POST into a GET. */
export const withoutWebApp = (raw: IncomingMessage): string => {
  const url = raw.url ?? '/'
  if (!prefix.test(url)) return url
  shortened.add(raw)
  return url.replace(prefix, '/')
}

/** Whether the request came by the name of a web app. */
export const isUnderWebApp = (raw: IncomingMessage): boolean => shortened.has(raw)
