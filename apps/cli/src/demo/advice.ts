import type { ClientCredentials } from '@spillway/sdk'
import type { Style } from '../output/style.ts'
import { asTyped, type DemoDirectory } from './directory.ts'

export interface DemoFacts {
  readonly url: string
  readonly credentials: ClientCredentials
  readonly directory: DemoDirectory
  readonly owner: string
  readonly events: string
}

/** What to try next, with the addresses and credentials of this run. */
export const adviceFor = (facts: DemoFacts, style: Style): string => {
  const { url, directory, owner, events } = facts
  const { adminUsername, adminPassword } = directory.serverSettings
  const heading = (text: string) => `\n${style.bold(text)}\n`
  const line = (text: string) => `  ${text}\n`
  return [
    `\n${style.green('Spillway')} listens on ${style.bold(url)} and holds ${events} events.\n`,
    `Administrator ${adminUsername}, password ${adminPassword}\n`,
    heading('1. Copy a file into the watched folder'),
    line(`cp README.md ${quoted(directory.watchedAsTyped)}/`),
    line(style.dim(`reported by the agent as ${owner}`)),
    heading('2. Let it leave'),
    ...waysOutLines(facts, style).map(line),
    ...samplesFor(facts).flatMap(([title, lines]) => [heading(title), ...lines.map(line)]),
    `\n${style.dim('Alerts show below as they are raised, over what happens in the organization and over your copies, each')}`,
    `\n${style.dim('with why, and what would have kept its rule silent.')}\n`,
    `\n${style.dim('Ctrl-C ends the demo; its data stay for the next run (--fresh starts over).')}\n\n`,
  ].join('')
}

const samplesFor = (facts: DemoFacts): [string, string[]][] => [
  ['3. Find it with spillway', spillwayLines(facts)],
  ['4. … with curl', curlLines(facts)],
  ['5. … with py42 (pip install py42)', py42Lines(facts)],
  ['6. … with incydr (pip install "incydr[cli]")', incydrLines(facts)],
  ['7. … with code42cli (pip install code42cli)', code42Lines(facts)],
  ['8. Dismiss the newest alert with py42, and see it dismissed with incydr', dismissalLines(facts)],
]

/** Copies to places the agent tells apart, each with what it is by. */
const waysOutLines = ({ directory: { waysOut } }: DemoFacts, style: Style) => {
  const copy = (folder: string, why: string) => `cp README.md ${quoted(asTyped(folder))}/  ${style.dim(`# ${why}`)}`
  return [
    copy(waysOut.dropbox, "a private Dropbox, by that program's own settings in the home folder"),
    copy(waysOut.stick, 'stands in for a USB stick, because the agent is told so'),
    style.dim('a real device: run the demo with --removable-device /dev/loop0, or any other that is mounted'),
  ]
}

const risk = '--columns file.name,event.vector,destination.name,risk.indicators.name,risk.score,risk.severity'

const spillwayLines = ({ directory }: DemoFacts) => {
  const profile = `--profile ${quoted(directory.profileAsTyped)}`
  return [
    `npm run -s spillway -- search ${profile} --file-name 'README*' --last 1h`,
    `npm run -s spillway -- search ${profile} --term 'event.vector IS UPLOADED' --term 'destination.name IS Dropbox' ${risk}`,
    `npm run -s spillway -- search ${profile} --term 'risk.indicators.name IS Removable media' --term 'risk.score GREATER_THAN 2' ${risk}`,
    `npm run -s spillway -- search ${profile} --term 'risk.severity IS_ANY MODERATE,HIGH,CRITICAL' --last 1h ${risk}`,
    `npm run -s spillway -- search ${profile} --last 7d --group-by destination.name`,
    `npm run -s spillway -- alerts list ${profile} --limit 5`,
    `npm run -s spillway -- status ${profile}`,
  ]
}

const query = JSON.stringify({
  groups: [{ filters: [{ term: 'file.name', operator: 'IS', value: 'README*' }] }],
  srtKey: '@timestamp',
})

const curlLines = ({ url, credentials: { clientId, clientSecret } }: DemoFacts) => [
  `TOKEN=$(curl -s -u '${clientId}:${clientSecret}' -X POST '${url}/v1/oauth?grant_type=client_credentials' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  `curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '${query}' ${url}/v2/file-events`,
]

const py42Lines = ({ url, credentials: { clientId, clientSecret } }: DemoFacts) => [
  "python3 - <<'EOF'",
  'import py42.sdk',
  'from py42.sdk.queries.fileevents.v2 import FileEventQuery, filters',
  `sdk = py42.sdk.from_api_client('${url}', '${clientId}', '${clientSecret}')`,
  "found = sdk.securitydata.search_file_events(FileEventQuery.all(filters.file.Name.eq('README*')))",
  "print(found['totalCount'], [event['file']['name'] for event in found['fileEvents']])",
  'EOF',
]

const incydrSettings = ({ url, credentials: { clientId, clientSecret } }: DemoFacts) =>
  `export INCYDR_URL=${url} INCYDR_API_CLIENT_ID=${clientId} INCYDR_API_CLIENT_SECRET='${clientSecret}'`

const incydrLines = (facts: DemoFacts) => [
  incydrSettings(facts),
  "incydr file-events search --start P1D --risk-score 0 --file-name 'README*' -f csv --columns timestamp,event.action,file.name",
]

const code42Lines = ({ url, credentials: { clientId, clientSecret } }: DemoFacts) => [
  `code42 profile create-api-client -n demo -s ${url} --api-client-id ${clientId} --secret '${clientSecret}' --use-v2-file-events True -y`,
  "code42 security-data search --profile demo -b 1d --file-name 'README*' --include-non-exposure",
]

const dismissalLines = (facts: DemoFacts) => [
  "ALERT=$(python3 - <<'EOF'",
  'import py42.sdk',
  'from py42.sdk.queries.alerts.alert_query import AlertQuery',
  'from py42.sdk.queries.alerts.filters import AlertState',
  `sdk = py42.sdk.from_api_client('${facts.url}', '${facts.credentials.clientId}', '${facts.credentials.clientSecret}')`,
  "newest = sdk.alerts.search(AlertQuery(AlertState.eq('OPEN')))['alerts'][0]",
  "sdk.alerts.resolve(newest['id'], reason='Known, and harmless')",
  "print(newest['id'])",
  'EOF',
  ')',
  incydrSettings(facts),
  'incydr alerts show "$ALERT" -f json-lines',
]

const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path}'`)
