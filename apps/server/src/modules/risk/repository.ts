import type { FileNameIndicatorDefinition } from '@spillway/contract'
import type { ControlStore, Row } from '@spillway/control-store'
import { defaultRiskSettings, type FileNameIndicator, type RiskSettings } from '@spillway/detection'

type Database = ControlStore['db']
/** A transaction of the control store, in which the settings change. */
export type Transaction = Parameters<Parameters<ControlStore['transaction']>[0]>[0]

/** A tenant's own answer for one indicator; null leaves the default weight. */
export interface IndicatorChoice {
  readonly id: string
  readonly weight: number | null
  readonly isActive: boolean
}

export interface StoredFileName extends FileNameIndicator {
  readonly isActive: boolean
}

/** All that a tenant has decided about risk. */
export interface StoredSettings {
  readonly version: number
  readonly choices: readonly IndicatorChoice[]
  readonly fileNames: readonly StoredFileName[]
  readonly trustedAddresses: readonly string[]
}

export type RiskRepository = ReturnType<typeof createRiskRepository>

/** Risk settings of tenants. Whatever is written raises the version in the same transaction. */
export const createRiskRepository = ({ db }: Pick<ControlStore, 'db'>) => {
  const version = async (tenantId: string, on: Database = db): Promise<number> => {
    const row = await on
      .selectFrom('risk_settings')
      .select('version')
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return Number(row?.version ?? defaultRiskSettings.version)
  }

  const read = async (tenantId: string, on: Database = db): Promise<StoredSettings> => {
    // The version first: rows that are newer than it are read again when it is seen to have grown.
    const settings = await on
      .selectFrom('risk_settings')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    const choices = await on.selectFrom('risk_indicator').selectAll().where('tenant_id', '=', tenantId).execute()
    const fileNames = await fileNamesOf(tenantId, on)
    return {
      version: Number(settings?.version ?? defaultRiskSettings.version),
      trustedAddresses: JSON.parse(settings?.trusted_addresses ?? '[]') as string[],
      choices: choices.map(({ indicator_id: id, weight, active }) => ({
        id,
        weight: weight === null ? null : Number(weight),
        isActive: active === 1,
      })),
      fileNames: fileNames.map(fileNameOf),
    }
  }

  return { version, read, ...writersOf() }
}

const fileNamesOf = (tenantId: string, on: Database) =>
  on.selectFrom('file_name_indicator').selectAll().where('tenant_id', '=', tenantId).orderBy('name').execute()

const fileNameOf = ({ id, name, patterns, weight, active }: Row<'file_name_indicator'>): StoredFileName => ({
  id,
  name,
  patterns: JSON.parse(patterns) as string[],
  weight: Number(weight),
  isActive: active === 1,
})

const writersOf = () => ({
  /** Raises the version. First in every transaction that writes: it keeps others out until this one ends. */
  raise: async (transaction: Transaction, tenantId: string, at: Date): Promise<void> => {
    await transaction
      .insertInto('risk_settings')
      .values({ tenant_id: tenantId, version: 1, trusted_addresses: '[]', modified_at: at.toISOString() })
      .onConflict((conflict) =>
        conflict.column('tenant_id').doUpdateSet(({ eb, ref }) => ({
          version: eb(ref('risk_settings.version'), '+', 1),
          modified_at: at.toISOString(),
        })),
      )
      .execute()
  },

  choose: async (transaction: Transaction, tenantId: string, { id, weight, isActive }: IndicatorChoice) => {
    const row = { weight, active: isActive ? 1 : 0 } as const
    await transaction
      .insertInto('risk_indicator')
      .values({ tenant_id: tenantId, indicator_id: id, ...row })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'indicator_id']).doUpdateSet(row))
      .execute()
  },

  trustAddresses: async (transaction: Transaction, tenantId: string, addresses: readonly string[]) => {
    await transaction
      .updateTable('risk_settings')
      .set({ trusted_addresses: JSON.stringify(addresses) })
      .where('tenant_id', '=', tenantId)
      .execute()
  },

  addFileName: async (transaction: Transaction, tenantId: string, { id, at, definition }: FileNameWrite) => {
    await transaction
      .insertInto('file_name_indicator')
      .values({ id, tenant_id: tenantId, ...columnsOf(definition, at) })
      .execute()
  },

  /** False where there is none of that id. */
  replaceFileName: async (transaction: Transaction, tenantId: string, { id, at, definition }: FileNameWrite) => {
    const changed = await transaction
      .updateTable('file_name_indicator')
      .set(columnsOf(definition, at))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    return changed.numUpdatedRows > 0n
  },

  /** Gives the name it had; null where there is none of that id. */
  removeFileName: async (transaction: Transaction, tenantId: string, id: string): Promise<string | null> => {
    const kept = transaction.deleteFrom('file_name_indicator').where('tenant_id', '=', tenantId).where('id', '=', id)
    return (await kept.returning('name').executeTakeFirst())?.name ?? null
  },
})

interface FileNameWrite {
  readonly id: string
  readonly at: Date
  readonly definition: FileNameIndicatorDefinition
}

const columnsOf = ({ name, patterns, weight, isActive }: FileNameIndicatorDefinition, at: Date) => ({
  name: name.replaceAll('\0', ''),
  patterns: JSON.stringify(patterns),
  weight,
  active: isActive ? (1 as const) : (0 as const),
  modified_at: at.toISOString(),
})

/** The settings as scoring takes them. */
export const scoringSettings = (stored: StoredSettings): RiskSettings => {
  const { version, choices, fileNames, trustedAddresses } = stored
  return {
    version,
    trustedAddresses,
    weights: choices.flatMap(({ id, weight }) => (weight === null ? [] : [[id, weight] as const])),
    inactive: [...choices, ...fileNames].filter(({ isActive }) => !isActive).map(({ id }) => id),
    fileNames: fileNames.map(({ id, name, weight, patterns }) => ({ id, name, weight, patterns })),
  }
}
