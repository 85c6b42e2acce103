import type { Row } from '@spillway/control-store'
import { type ChainEnd, canonicalJson, chainStart, columnsOf, type JsonValue, linkHash } from './record.ts'
import type { AuditRepository } from './repository.ts'

const pageSize = 1000

/** Whether the chain is whole; if not, the first record that is missing or was changed, and what is wrong with it. */
export type Verification =
  | { readonly ok: true; readonly records: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly reason: string }

/** Walks the audit log from its start. Records cut off at the end show only against a head kept elsewhere. */
export const verifyAuditLog = async (repository: AuditRepository): Promise<Verification> => {
  let end = chainStart
  for (;;) {
    const page = await repository.after(end.seq, pageSize)
    for (const row of page) {
      const reason = flaw(end, row)
      if (reason) return { ok: false, seq: end.seq + 1, reason }
      end = { seq: row.seq, hash: row.hash }
    }
    if (page.length < pageSize) return { ok: true, records: end.seq, head: end.hash }
  }
}

const flaw = (end: ChainEnd, row: Row<'audit_record'>): string | null => {
  if (row.seq !== end.seq + 1) return 'The record is missing'
  if (row.previous_hash !== end.hash) return 'The record does not follow the one before it'
  if (row.hash !== linkHash(row.previous_hash, row.record)) return 'The record was changed'
  return columnsAgree(row) ? null : 'The columns of the record were changed'
}

const columnsAgree = (row: Row<'audit_record'>): boolean => {
  const fields = JSON.parse(row.record) as Record<string, JsonValue>
  const { occurred_at, type, actor_id, actor_name, actor_type, actor_ip } = row
  return (
    canonicalJson({ occurred_at, type, actor_id, actor_name, actor_type, actor_ip }) ===
    canonicalJson(columnsOf(fields))
  )
}
