import { columnOf } from '../fields.ts'
import type { Origin } from './row.ts'
import {
  actionExposures,
  eventTypes,
  flagIndicators,
  mailIndicatorPrefix,
  shareExposures,
  sharingTypes,
  syncApps,
} from './values.ts'

const action = columnOf('event.action')
const observer = columnOf('event.observer')
const shareType = columnOf('event.shareType')
const destinationUsers = columnOf('destination.user.email')
const indicators = columnOf('risk.indicators[].name')
const hashErrors = `[toString(${columnOf('file.hash.md5Error')}), toString(${columnOf('file.hash.sha256Error')})]`

const isEndpoint = `${observer} = 'Endpoint'`
const isSyncApp = `startsWith(${action}, 'sync-app-')`

// All texts come from the value tables of this folder; none of them holds a quote.
const text = (value: string): string => `'${value}'`
const texts = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`

const mapped = (sql: string, map: Readonly<Record<string, string>>, otherwise: string): string =>
  `transform(toString(${sql}), ${texts(Object.keys(map))}, ${texts(Object.values(map))}, ${otherwise})`

const mappedEach = (sql: string, map: Readonly<Record<string, string>>): string =>
  `arrayFilter(x -> x != '', arrayMap(x -> ${mapped('x', map, "''")}, ${sql}))`

const hasIndicator = (name: string): string => `has(${indicators}, ${text(name)})`

const origin = (sql: string, v2: string | null = null): Origin => ({ sql, v2 })

const mailExposure = `if(${action} = 'file-emailed' AND arrayExists(x -> startsWith(x, ${text(mailIndicatorPrefix)}), ${indicators}), 'OutsideTrustedDomains', '')`
const exposures = `arrayConcat([${mapped(action, actionExposures, "''")}, ${mailExposure}], ${mappedEach(shareType, shareExposures)})`

/** v1 values that are no plain v2 leaf. */
export const derived = {
  eventType: origin(`if(${action} = '', '', ${mapped(action, eventTypes, "'UNSUPPORTED'")})`, 'event.action'),
  exposure: origin(`arrayDistinct(arrayFilter(x -> x != '', ${exposures}))`),
  sharingTypeAdded: origin(mappedEach(shareType, sharingTypes), 'event.shareType'),
  fieldErrorReason: origin(`arrayFilter(e -> e != '', ${hashErrors})`),
  fieldErrorName: origin(`arrayFilter((n, e) -> e != '', ${texts(['md5Checksum', 'sha256Checksum'])}, ${hashErrors})`),
  fileType: origin(`if(${columnOf('file.name')} = '', '', 'FILE')`),
  deviceUserName: origin(`if(${isEndpoint}, toString(${columnOf('user.email')}), '')`, 'user.email'),
  actor: origin(`if(${isEndpoint}, '', toString(${columnOf('user.email')}))`, 'user.email'),
  osHostName: origin(`if(${isEndpoint}, toString(${columnOf('source.name')}), '')`, 'source.name'),
  shared: origin(
    `multiIf(${observer} = '' OR ${isEndpoint}, '', empty(${destinationUsers}), 'FALSE', 'TRUE')`,
    'destination.user.email',
  ),
  sharedWith: origin(`if(${isSyncApp}, [], ${destinationUsers})`, 'destination.user.email'),
  syncDestinationUsername: origin(`if(${isSyncApp}, ${destinationUsers}, [])`, 'destination.user.email'),
  syncDestination: origin(
    `if(${isSyncApp}, ${mapped(columnOf('destination.name'), syncApps, `replaceAll(toString(${columnOf('destination.name')}), ' ', '')`)}, '')`,
    'destination.name',
  ),
  windowTitle: origin(`arrayFilter(x -> x != '', ${columnOf('destination.tabs[].title')})`, 'destination.tabs[].title'),
  tabUrl: origin(`${columnOf('destination.tabs[].url')}[1]`, 'destination.tabs[].url'),
  outsideActiveHours: origin(`toBool(${hasIndicator(flagIndicators.offHours)})`, 'risk.indicators[].name'),
  mimeTypeMismatch: origin(`toBool(${hasIndicator(flagIndicators.fileMismatch)})`, 'risk.indicators[].name'),
  remoteActivity: origin(
    `multiIf(${hasIndicator(flagIndicators.remote)}, 'TRUE', ${isEndpoint}, 'FALSE', 'UNKNOWN')`,
    'risk.indicators[].name',
  ),
  nobody: origin("''"),
  nothing: origin('emptyArrayString()'),
} as const
