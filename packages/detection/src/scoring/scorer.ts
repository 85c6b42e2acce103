import type { FileEvent } from '@spillway/event-model'
import type { Behavior } from '../behavior/judge.ts'
import * as context from '../catalogue/context.ts'
import { acquirableServices, acquiredIndicator } from '../catalogue/services.ts'
import { compileDestination } from '../conditions/destination.ts'
import { compileFileNames } from '../conditions/file-names.ts'
import { isMismatch } from '../conditions/mismatch.ts'
import { compileRemote } from '../conditions/remote.ts'
import { compileWatchlists, type Membership } from '../conditions/watchlists.ts'
import type { RiskSettings } from './settings.ts'
import { severityOf } from './severity.ts'
import { type StoredIndicator, tableOf, type Weighed, weigh } from './weigh.ts'

/** What an event does not tell by itself, as of its own time. */
export interface Circumstances {
  /** Watchlists the actor was on. */
  readonly watchlists?: readonly Membership[]
  readonly behavior?: Behavior
  /** Whether the file came from a place that the company marked as a source of high value. */
  readonly isFromHighValueSource?: boolean
  /** Why the activity is trusted; absent when it is not. */
  readonly trustReason?: string
}

/** Judges one event that is enriched already, and writes the judgement into its `risk`. */
export type Scorer = (event: FileEvent, circumstances?: Circumstances) => void

type Find = (event: FileEvent, circumstances: Circumstances, found: StoredIndicator[]) => void
const nothingKnown: Circumstances = {}

/**
 * Compiles a tenant's settings into a scorer. Indicators go to events whose file leaves: where it went decides, and what
 * is known about file, person and moment is added. The score is the sum of the weights that the event stores; a trusted
 * event stores none and scores 0.
 */
export const compileScorer = (settings: RiskSettings): Scorer => {
  const weighed = weigh(settings)
  const findDestination = compileDestination(weighed)
  const finders = [
    compileBehavior(settings, weighed),
    compileMembership(settings, weighed),
    compileFile(settings, weighed),
    compileSource(weighed),
  ]
  return (event, circumstances = nothingKnown) => {
    const found: StoredIndicator[] = []
    if (circumstances.trustReason === undefined && findDestination(event, found)) {
      for (const find of finders) find(event, circumstances, found)
    }
    store(event, found, circumstances)
  }
}

const store = ({ risk }: FileEvent, found: StoredIndicator[], { trustReason }: Circumstances): void => {
  let score = 0
  for (const { weight } of found) score += weight
  risk.score = score
  risk.severity = severityOf(score)
  risk.indicators = found
  risk.trusted = trustReason !== undefined
  risk.trustReason = trustReason ?? null
}

const compileBehavior = ({ trustedAddresses }: RiskSettings, weighed: Weighed): Find => {
  const isRemote = compileRemote(trustedAddresses)
  const remote = weighed.get(context.remote)
  const offHours = weighed.get(context.offHours)
  const firstUse = weighed.get(context.firstUse)
  const rareUse = weighed.get(context.rareUse)
  return ({ source: { ip } }, { behavior }, found) => {
    if (behavior?.isOffHours && offHours) found.push(offHours)
    if (behavior?.isFirstUse && firstUse) found.push(firstUse)
    if (behavior?.isRareUse && rareUse) found.push(rareUse)
    if (remote && ip !== null && isRemote(ip)) found.push(remote)
  }
}

const compileMembership = (settings: RiskSettings, weighed: Weighed): Find => {
  const findWatchlists = compileWatchlists(settings, weighed)
  return (_event, { watchlists }, found) => {
    if (watchlists) findWatchlists(watchlists, found)
  }
}

const compileFile = ({ fileNames }: RiskSettings, weighed: Weighed): Find => {
  const mismatch = weighed.get(context.fileMismatch)
  const categories = tableOf(context.fileCategoryIndicators, weighed)
  const findNames = compileFileNames(fileNames, weighed)
  return (event, _circumstances, found) => {
    const { category, name } = event.file
    if (mismatch && isMismatch(event)) found.push(mismatch)
    const kind = category === null ? undefined : categories.get(category)
    if (kind) found.push(kind)
    if (findNames && name !== null) findNames(name, found)
  }
}

const compileSource = (weighed: Weighed): Find => {
  const labels = new Map(acquirableServices.map((service) => [service, acquiredIndicator(service)]))
  const services = tableOf(labels, weighed)
  const highValue = weighed.get(context.highValueSource)
  return ({ file: { acquiredFrom } }, { isFromHighValueSource }, found) => {
    if (isFromHighValueSource && highValue) found.push(highValue)
    for (const { sourceName } of acquiredFrom) {
      const acquired = sourceName === null ? undefined : services.get(sourceName)
      if (acquired && !found.includes(acquired)) found.push(acquired)
    }
  }
}
