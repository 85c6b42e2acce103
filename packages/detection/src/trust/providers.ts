import type { BrowserDestination, TrustProvider } from './catalogue.ts'
import { selfAndAbove } from './hosts.ts'

/** Hosts of browser destinations, each standing for those below it (general knowledge). */
const hosts: Readonly<Record<BrowserDestination, readonly string[]>> = {
  AIRTABLE: ['airtable.com'],
  AMAZON_WEB_SERVICES: ['aws.amazon.com', 'amazonaws.com'],
  BLACKBOX: ['blackbox.ai'],
  BOX: ['box.com'],
  CHATGPT: ['chatgpt.com', 'chat.openai.com'],
  CLAUDE: ['claude.ai'],
  CONCUR: ['concursolutions.com', 'concur.com'],
  CURSOR: ['cursor.com', 'cursor.sh'],
  DROPBOX: ['dropbox.com'],
  GOOGLE_WORKSPACE: ['drive', 'docs', 'mail', 'gemini', 'sites', 'chat', 'keep', 'calendar', 'meet', 'notebooklm'].map(
    (name) => `${name}.google.com`,
  ),
  MICROSOFT_365: [
    ...['office.com', 'office365.com', 'microsoft365.com', 'sharepoint.com', 'cloud.microsoft'],
    ...['teams.microsoft.com', 'onedrive.live.com', 'outlook.live.com'],
  ],
  NOTTA: ['notta.ai'],
  OTTER: ['otter.ai'],
  PERPLEXITY: ['perplexity.ai'],
  SLACK: ['slack.com'],
  YOU_DOT_COM: ['you.com'],
}

const destinations = new Map(
  Object.entries(hosts).flatMap(([name, list]) => list.map((host) => [host, name as BrowserDestination] as const)),
)

/** The browser destination at a host; null for other places. */
export const browserDestinationAt = (host: string): BrowserDestination | null => {
  for (const name of selfAndAbove(host)) {
    const destination = destinations.get(name)
    if (destination) return destination
  }
  return null
}

const syncApps: ReadonlyMap<string, TrustProvider> = new Map([
  ['box', 'BOX'],
  ['box drive', 'BOX'],
  ['dropbox', 'DROPBOX'],
  ['google drive', 'GOOGLE_DRIVE'],
  ['google drive for desktop', 'GOOGLE_DRIVE'],
  ['icloud', 'ICLOUD'],
  ['icloud drive', 'ICLOUD'],
  ['onedrive', 'ONE_DRIVE'],
])

/** The sync app that a destination's name stands for. */
export const syncAppNamed = (name: string | null): TrustProvider | null =>
  syncApps.get(name?.toLowerCase() ?? '') ?? null

const observers: ReadonlyMap<string, TrustProvider> = new Map([
  ['Box', 'BOX'],
  ['GoogleDrive', 'GOOGLE_DRIVE'],
  ['OneDrive', 'ONE_DRIVE'],
  ['Gmail', 'GMAIL'],
  ['Office365', 'OFFICE_365'],
])

/** The cloud service behind an observer. */
export const serviceObserved = (observer: string | null): TrustProvider | null => observers.get(observer ?? '') ?? null
