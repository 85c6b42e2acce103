import { alertSeverities } from '@spillway/contract'
import {
  type Bucket,
  bucketMilliseconds,
  derivedId,
  type ObservedFile,
  type RuleDefinition,
  type Tally,
} from '@spillway/detection'

export const instantOf = (at: number): string => new Date(at).toISOString()

const types = { endpoint: 'FedEndpointExfiltration', cloud: 'FedCloudSharePermissions' } as const

/** What was observed, as details of alerts show it: one for each five minutes on each side. */
export const presentObservation = (rule: RuleDefinition, alertId: string, bucket: Bucket) => {
  const id = `${derivedId('observation', alertId, String(bucket.start), bucket.kind)}-${types[bucket.kind]}`
  return { type$: 'OBSERVATION' as const, id, ...observedOf(rule, id, bucket, bucket.start) }
}

/** Several observations of one side in one. */
export const presentAggregate = (rule: RuleDefinition, alertId: string, bucket: Bucket, last: number) => ({
  type$: 'OBSERVATION_AGGREGATE' as const,
  ...observedOf(rule, alertId, bucket, last),
})

const observedOf = (rule: RuleDefinition, id: string, bucket: Bucket, last: number) => {
  const [from, to] = [instantOf(bucket.start), instantOf(last + bucketMilliseconds)]
  const data = { ...commonData(rule, id, bucket), firstActivityAt: from, lastActivityAt: to }
  const side = bucket.kind === 'endpoint' ? endpointData(rule, bucket) : cloudData(bucket)
  return { observedAt: from, lastObservedAt: to, type: types[bucket.kind], data: JSON.stringify({ ...side, ...data }) }
}

const values = (tally: Tally | undefined): string[] => Object.keys(tally ?? {})

const commonData = ({ filters }: RuleDefinition, id: string, { tallies, ...bucket }: Bucket) => ({
  id,
  sources: values(tallies.source),
  exposureTypes: values(tallies.exposure),
  fileCount: bucket.fileCount,
  totalFileSize: bucket.totalFileSize,
  fileCategories: presentCategories(tallies.category, filters?.fileCategory != null),
  fileCategoryIsSignificant: filters?.fileCategory != null,
  files: bucket.files.map((file) => presentFile(file, bucket.kind === 'endpoint')),
  riskSeverityIsSignificant: filters?.riskSeverity != null,
  riskSeveritySummary: presentSeverities(tallies),
})

const endpointData = ({ vectors }: RuleDefinition, { tallies }: Bucket) => ({
  type$: 'OBSERVED_ENDPOINT_ACTIVITY',
  exposureTypeIsSignificant: vectors?.removableMedia != null || vectors?.fileUpload != null,
  syncToServices: values(tallies.sync),
  sendingIpAddresses: values(tallies.address),
  isRemoteActivity: values(tallies.remote).length > 0,
  appReadDetails: values(tallies.place).map((place) => {
    const [destinationCategory, destinationName] = JSON.parse(place) as [string | null, string]
    return { type$: 'APP_READ_DETAILS', destinationCategory, destinationName }
  }),
  destinationIsSignificant: vectors?.fileUpload != null,
})

const cloudData = ({ tallies }: Bucket) => {
  const domains = Object.entries(tallies.recipientDomain ?? {})
  return {
    type$: 'OBSERVED_CLOUD_SHARE_ACTIVITY',
    outsideTrustedDomainsEmails: [],
    outsideTrustedDomainsEmailsCount: 0,
    outsideTrustedDomainsCounts: domains.map(([domain, { files }]) => ({
      ...{ type$: 'OBSERVED_DOMAIN_INFO', domain, count: files },
    })),
    outsideTrustedDomainsTotalDomainCount: domains.length,
    outsideTrustedDomainsTotalDomainCountTruncated: false,
  }
}

export const presentCategories = (tally: Tally | undefined, isSignificant: boolean) =>
  Object.entries(tally ?? {}).map(([category, { files, bytes }]) => ({
    type$: 'OBSERVED_FILE_CATEGORY' as const,
    category,
    fileCount: files,
    totalFileSize: bytes,
    isSignificant,
  }))

/** How many events of each severity, and by which indicators; the worst first. */
export const presentSeverities = (tallies: Bucket['tallies']) =>
  alertSeverities.toReversed().flatMap((severity) => {
    const counted = tallies.severity?.[severity]
    if (!counted) return []
    const indicators = Object.entries(tallies[`indicator:${severity}`] ?? {})
    return {
      type$: 'RISK_SEVERITY_SUMMARY' as const,
      severity,
      numEvents: counted.files,
      summarizedRiskIndicators: indicators.map(([name, { files }]) => ({
        type$: 'SUMMARIZED_RISK_INDICATOR' as const,
        name,
        numEvents: files,
      })),
    }
  })

const presentFile = (file: ObservedFile, hasPath: boolean) => ({
  type$: 'OBSERVED_FILE',
  eventId: file.eventId,
  ...(hasPath && { path: file.path }),
  name: file.name,
  category: file.category,
  size: file.size,
  riskSeverityInfo: {
    type$: 'RISK_SEVERITY_INFO',
    score: file.score,
    severity: file.severity,
    matchedRiskIndicators: file.indicators.map(({ name, weight }) => ({ type$: 'RISK_INDICATOR', name, weight })),
  },
  observedAt: instantOf(file.at),
})
