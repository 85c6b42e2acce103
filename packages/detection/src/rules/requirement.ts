import { type FieldPath, type Requirement, required } from '@spillway/event-model'
import { indicatorsMeant, severitiesMeant } from './filters.ts'
import { plainCategory } from './keys.ts'
import type { IndicatorFilter, RuleDefinition, RuleFilters } from './model.ts'
import { requiredOfWays } from './required-ways.ts'

/**
 * What every event has to be that the rule meets, as far as it can be said of the event alone: who acted and when is not
 * in it. It lets others pass, and spares looking at most of them.
 */
export const requirementOf = ({ vectors, filters, alertOnBlockedBrowserActivity }: RuleDefinition): Requirement =>
  required.every([
    required.flag('risk.trusted', false),
    ...(alertOnBlockedBrowserActivity ? [] : [required.notAmong('responseControls.preventativeControl', ['BLOCKED'])]),
    requiredOfWays(vectors),
    ...requiredOfFilters(filters ?? {}),
  ])

const requiredOfFilters = (filters: RuleFilters): readonly Requirement[] => {
  const { fileCategory, fileName, fileTypeMismatch, riskIndicator, riskIndicatorExcludes, riskSeverity } = filters
  return [
    fileCategory && required.plain('file.category', fileCategory.categories.map(plainCategory)),
    fileName &&
      required.fits(
        'file.name',
        fileName.patterns.map((pattern) => pattern.toLowerCase()),
      ),
    fileTypeMismatch?.isEnabled && required.differ('file.categoryByBytes', 'file.categoryByExtension'),
    riskIndicator && bearing(riskIndicator),
    riskIndicatorExcludes && bearingNone(riskIndicatorExcludes),
    riskSeverity && required.among('risk.severity', severitiesMeant(riskSeverity)),
  ].flatMap((requirement) => requirement || [])
}

const indicatorLeaves = ['risk.indicators[].id', 'risk.indicators[].name'] as const

const bearing = (filter: IndicatorFilter): Requirement =>
  required.some(indicatorLeaves.map((leaf) => required.bears(leaf, indicatorsMeant(filter))))

const bearingNone = (filter: IndicatorFilter): Requirement =>
  required.every(indicatorLeaves.map((leaf) => required.bearsNone(leaf, indicatorsMeant(filter))))

/** Leaves that any rule looks at, and that tell who acted, when and how much. */
const always: readonly FieldPath[] = [
  ...(['@timestamp', 'event.ingested', 'event.action', 'event.vector', 'event.observer', 'event.shareType'] as const),
  ...([
    'user.email',
    'user.id',
    'file.sizeInBytes',
    'source.name',
    'destination.category',
    'destination.name',
  ] as const),
  ...(['risk.score', 'risk.trusted', 'responseControls.preventativeControl'] as const),
]

const byFilter: Readonly<Partial<Record<keyof RuleFilters, readonly FieldPath[]>>> = {
  fileCategory: ['file.category'],
  fileName: ['file.name'],
  fileTypeMismatch: ['file.name', 'file.categoryByBytes', 'file.categoryByExtension', 'file.mimeTypeByBytes'],
  riskIndicator: indicatorLeaves,
  riskIndicatorExcludes: indicatorLeaves,
  riskSeverity: ['risk.severity'],
}

/** Leaves without which the rule cannot be judged, nor what it meets be counted. */
export const fieldsNeeded = ({ filters }: RuleDefinition): ReadonlySet<FieldPath> => {
  const names = Object.keys(byFilter) as (keyof RuleFilters)[]
  return new Set([...always, ...names.filter((name) => filters?.[name]).flatMap((name) => byFilter[name] ?? [])])
}
