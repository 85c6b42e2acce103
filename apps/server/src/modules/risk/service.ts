import {
  type FileNameIndicatorDefinition,
  type RiskSettings as PresentedSettings,
  type RiskIndicatorChange,
  type RiskIndicatorSetting,
  riskLimits,
} from '@spillway/contract'
import { type ControlStore, isUniqueViolation } from '@spillway/control-store'
import {
  builtInIndicators,
  customWatchlistIndicator,
  isUsablePattern,
  type RiskSettings,
  readNetwork,
} from '@spillway/detection'
import type { Caller } from '../../http/index.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { Audit, AuditType } from '../audit/index.ts'
import {
  type CustomWatchlist,
  fileNamePlace,
  presentFileNameSetting,
  presentSettings,
  presentTree,
  type TenantRisk,
  type TreeOptions,
} from './catalogue.ts'
import type { ForgetIndicator } from './removal.ts'
import { type IndicatorChoice, type RiskRepository, scoringSettings, type Transaction } from './repository.ts'

export interface RiskDependencies {
  readonly store: Pick<ControlStore, 'transaction'>
  readonly repository: RiskRepository
  readonly audit: Pick<Audit, 'record'>
  readonly clock: () => Date
  readonly newId: () => string
  /** Watchlists of the tenant's own. */
  readonly watchlists: (tenantId: string) => Promise<readonly CustomWatchlist[]>
  /** Takes an indicator that is removed out of alert rules, in the same transaction. */
  readonly forgetIndicator?: ForgetIndicator
}

export interface SettingsChange {
  readonly indicators?: readonly RiskIndicatorChange[] | undefined
  readonly trustedAddresses?: readonly string[] | undefined
}

export type RiskService = ReturnType<typeof createRiskService>

const known: ReadonlySet<string> = new Set(builtInIndicators.map(({ id }) => id))

/** What a tenant has decided about risk: read, changed, and handed to scoring. */
export const createRiskService = (dependencies: RiskDependencies) => {
  const { store, repository, audit, clock, newId, watchlists, forgetIndicator } = dependencies
  const read = async (tenantId: string): Promise<TenantRisk> => ({
    ...(await repository.read(tenantId)),
    watchlists: await watchlists(tenantId),
  })

  /** Changes settings in one transaction, so that scoring sees all of it or nothing; then tells the audit log. */
  const change = async <Result>(
    caller: Caller,
    record: { readonly type: AuditType; readonly details: Record<string, string | number> },
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> => {
    const result = await store.transaction(async (transaction) => {
      await repository.raise(transaction, caller.tenantId, clock())
      return work(transaction)
    })
    audit.record({ ...record, actor: caller })
    return result
  }

  const update = async (caller: Caller, settings: SettingsChange): Promise<PresentedSettings> => {
    const { indicators = [], trustedAddresses } = settings
    const { tenantId } = caller
    const lists = (await watchlists(tenantId)).map(({ id }) => customWatchlistIndicator(id))
    refuse(problemOf(indicators, new Set(lists)) ?? addressProblemOf(trustedAddresses ?? []))
    const details = { settings: JSON.stringify(settings) }
    await change(caller, { type: 'risk_settings_updated', details }, async (transaction) => {
      const before = new Map(
        (await repository.read(tenantId, transaction)).choices.map((choice) => [choice.id, choice]),
      )
      for (const each of indicators) await repository.choose(transaction, tenantId, merged(before.get(each.id), each))
      if (trustedAddresses) await repository.trustAddresses(transaction, tenantId, trustedAddresses)
    })
    return presentSettings(await read(tenantId))
  }

  const createFileName = async (
    caller: Caller,
    definition: FileNameIndicatorDefinition,
  ): Promise<RiskIndicatorSetting> => {
    refuse(patternProblemOf(definition))
    const id = `fileName-${newId()}`
    const details = { indicatorId: id, name: definition.name }
    return change(caller, { type: 'file_name_indicator_created', details }, async (transaction) => {
      const { fileNames } = await repository.read(caller.tenantId, transaction)
      if (fileNames.length >= riskLimits.fileNameIndicators) throw tooMany()
      await repository.addFileName(transaction, caller.tenantId, { id, at: clock(), definition })
      return presentFileNameSetting({ id, ...definition })
    }).catch(nameTaken)
  }

  const replaceFileName = async (
    caller: Caller,
    id: string,
    definition: FileNameIndicatorDefinition,
  ): Promise<RiskIndicatorSetting> => {
    refuse(patternProblemOf(definition))
    const details = { indicatorId: id, name: definition.name }
    return change(caller, { type: 'file_name_indicator_updated', details }, async (transaction) => {
      const write = { id, at: clock(), definition }
      if (!(await repository.replaceFileName(transaction, caller.tenantId, write))) throw noSuch('indicator')
      return presentFileNameSetting({ id, ...definition })
    }).catch(nameTaken)
  }

  const removeFileName = (caller: Caller, id: string): Promise<void> =>
    change(caller, { type: 'file_name_indicator_deleted', details: { indicatorId: id } }, async (transaction) => {
      const name = await repository.removeFileName(transaction, caller.tenantId, id)
      if (name === null) throw noSuch('indicator')
      await forgetIndicator?.(transaction, caller.tenantId, { id, name, ...fileNamePlace }, clock().toISOString())
    })

  const tree = async (tenantId: string, options: TreeOptions = {}) => presentTree(await read(tenantId), options)

  const category = async (tenantId: string, id: string) => {
    const found = (await tree(tenantId)).find((each) => each.id === id)
    if (!found) throw noSuch('category')
    return found
  }

  return {
    tree,
    category,
    subcategory: async (tenantId: string, categoryId: string, subcategoryId: string) => {
      const found = (await category(tenantId, categoryId)).subcategories.find(({ id }) => id === subcategoryId)
      if (!found) throw noSuch('subcategory')
      return found
    },
    settings: async (tenantId: string) => presentSettings(await read(tenantId)),
    update,
    createFileName,
    replaceFileName,
    removeFileName,
    /** The settings for scoring. A change that was acknowledged, by whichever process, is in what is answered. */
    forScoring: rememberedSettings(repository),
  }
}

/** Reads the settings anew only when their version has grown; the same object stands for the same settings. */
const rememberedSettings = (repository: RiskRepository) => {
  const remembered = new Map<string, RiskSettings>()
  return async (tenantId: string): Promise<RiskSettings> => {
    const version = await repository.version(tenantId)
    const before = remembered.get(tenantId)
    if (before?.version === version) return before
    const settings = scoringSettings(await repository.read(tenantId))
    remembered.set(tenantId, settings)
    return settings
  }
}

const merged = (
  before: IndicatorChoice | undefined,
  { id, weight, isActive }: RiskIndicatorChange,
): IndicatorChoice => ({
  id,
  weight: weight === undefined ? (before?.weight ?? null) : weight,
  isActive: isActive ?? before?.isActive ?? true,
})

interface Problem {
  readonly field: string
  readonly reason: string
}

const refuse = (problem: Problem | null): void => {
  if (problem) throw new SpillwayError('MALFORMED_REQUEST', problem)
}

const problemOf = (changes: readonly RiskIndicatorChange[], lists: ReadonlySet<string>): Problem | null => {
  const at = changes.findIndex(({ id }) => !known.has(id) && !lists.has(id))
  if (at < 0) return null
  return { field: `body.indicators[${at}].id`, reason: 'There is no such indicator in the catalogue' }
}

const addressProblemOf = (addresses: readonly string[]): Problem | null => {
  const at = addresses.findIndex((address) => readNetwork(address) === null)
  if (at < 0) return null
  return { field: `body.trustedAddresses[${at}]`, reason: 'This is neither an address nor a network in CIDR form' }
}

const patternProblemOf = ({ patterns }: FileNameIndicatorDefinition): Problem | null => {
  const at = patterns.findIndex((pattern) => !isUsablePattern(pattern))
  if (at < 0) return null
  return {
    field: `body.patterns[${at}]`,
    reason: 'A pattern with wildcards is an extension (`*.key`) or has three letters in a row',
  }
}

const noSuch = (what: string): SpillwayError => new SpillwayError('NOT_FOUND', { reason: `There is no such ${what}` })

const tooMany = (): SpillwayError =>
  new SpillwayError('CONFLICT', {
    field: 'body',
    reason: `There are ${riskLimits.fileNameIndicators} indicators for file names already; remove one first`,
  })

const nameTaken = (error: unknown): never => {
  if (!isUniqueViolation(error)) throw error
  throw new SpillwayError('CONFLICT', { field: 'body.name', reason: 'Another indicator has this name' })
}
