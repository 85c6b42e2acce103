import type { BackupReport } from '@spillway/contract'
import { type ControlStore, type Database, isUniqueViolation, type NewRow, nextLegacyId } from '@spillway/control-store'
import type { z } from 'zod'
import type { Caller } from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import { callingAgent } from '../heartbeat.ts'
import type { AgentRepository, Transaction } from '../repository.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'transaction'>
  readonly repository: Pick<AgentRepository, 'find'>
  readonly clock: () => Date
}

type Report = z.output<typeof BackupReport>

/** Destinations of an installation at most: agents add them, and no agent is to fill the store. */
const maximumDestinations = 1000
/** Bits of an agent's alert state that are about its connection. */
const connectionAlerts = 3

/** Keeps how far an agent has come with its backups, and the day's last report as history; all of it or nothing. */
export const createBackupReports =
  ({ store, repository, clock }: Dependencies) =>
  async (caller: Caller, agentUid: string, backups: readonly Report[]): Promise<void> => {
    const agent = await callingAgent(repository, caller, agentUid)
    const at = clock().toISOString()
    const write = async (transaction: Transaction): Promise<void> => {
      for (const report of backups) {
        await addDestination(transaction, agent.tenant_id, report.destination, at)
        await writeUsage(transaction, agentUid, report, at)
        await writeHistory(transaction, agentUid, report, at)
      }
      const alerts = backups.reduce((bits, { alertState }) => bits | alertState, agent.alert_state & connectionAlerts)
      await transaction.updateTable('agent').set({ alert_state: alerts }).where('uid', '=', agentUid).execute()
    }
    await store.transaction(write).catch((error: unknown) => {
      throw isUniqueViolation(error) ? archiveTaken() : error
    })
  }

const archiveTaken = (): SpillwayError =>
  new SpillwayError('CONFLICT', { field: 'body.backups', reason: 'An archive belongs to another backup' })

/** A destination keeps the name under which it was first told; a name that another bears is told apart by the guid. */
const addDestination = async (
  transaction: Transaction,
  tenantId: string,
  { guid, name, type }: Report['destination'],
  at: string,
): Promise<void> => {
  const known = await transaction.selectFrom('destination').select('guid').where('guid', '=', guid).executeTakeFirst()
  if (known) return
  const legacyId = await nextLegacyId(transaction, 'destination')
  const { rows } = await transaction
    .selectFrom('destination')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow()
  if (Number(rows) >= maximumDestinations) throw tooMany()
  const isTaken = await transaction
    .selectFrom('destination')
    .select('guid')
    .where('name_key', '=', name.toLowerCase())
    .executeTakeFirst()
  const shown = isTaken ? `${name} (${guid})` : name
  const server = { server_guid: guid, server_name: shown }
  const times = { created_at: at, modified_at: at }
  const names = { name: shown, name_key: shown.toLowerCase() }
  await transaction
    .insertInto('destination')
    .values({ guid, legacy_id: legacyId, tenant_id: tenantId, type, ...names, ...server, ...times })
    .onConflict((conflict) => conflict.column('guid').doNothing())
    .execute()
}

const tooMany = (): SpillwayError =>
  new SpillwayError('CONFLICT', { field: 'body.backups', reason: `There are ${maximumDestinations} destinations` })

const figures = (report: Report) => ({
  selected_files: report.selectedFiles,
  selected_bytes: report.selectedBytes,
  todo_files: report.todoFiles,
  todo_bytes: report.todoBytes,
  archive_bytes: report.archiveBytes,
  billable_bytes: report.billableBytes,
  send_rate_average: report.sendRateAverage,
  completion_rate_average: report.completionRateAverage,
  last_completed_backup_at: instant(report.lastCompletedBackupAt),
  last_connected_at: instant(report.lastConnectedAt),
})

/** As the store keeps instants: with milliseconds, so that text order is time order. */
const instant = (told: string | null | undefined): string | null => (told ? new Date(told).toISOString() : null)

const writeUsage = async (db: Database, agentUid: string, report: Report, at: string): Promise<void> => {
  const values = {
    ...figures(report),
    archive_guid: report.archiveGuid,
    archive_format: report.archiveFormat,
    percent_complete: report.percentComplete,
    alert_state: report.alertState,
    in_use: 1,
    last_backup_at: instant(report.lastBackupAt),
    modified_at: at,
  } as const
  const row = { agent_uid: agentUid, destination_guid: report.destination.guid, created_at: at, ...values }
  await db
    .insertInto('backup_usage')
    .values(row satisfies NewRow<'backup_usage'>)
    .onConflict((conflict) => conflict.columns(['agent_uid', 'destination_guid']).doUpdateSet(values))
    .execute()
}

const writeHistory = async (db: Database, agentUid: string, report: Report, at: string): Promise<void> => {
  const values = figures(report)
  const key = { agent_uid: agentUid, destination_guid: report.destination.guid, day: at.slice(0, 10) }
  await db
    .insertInto('backup_usage_history')
    .values({ ...key, ...values, created_at: at })
    .onConflict((conflict) => conflict.columns(['agent_uid', 'destination_guid', 'day']).doUpdateSet(values))
    .execute()
}
