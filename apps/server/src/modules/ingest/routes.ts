import { ingestFileEvents } from '@spillway/contract'
import { json, type Route, route } from '../../http/index.ts'
import { deliveryOf, idempotencyKeyOf } from './delivery.ts'
import type { IngestService } from './service.ts'

/** Assumed for bodies that do not tell their length. */
const unknownLength = 1024 * 1024

export const ingestRoutes = (service: IngestService): readonly Route[] => [
  route(ingestFileEvents, async ({ raw, caller, request: { headers } }) => {
    const { receipt, replayed } = await service.submit({
      caller,
      expectedBytes: Number(headers['content-length'] ?? unknownLength),
      read: () => raw.bytes(),
      type: raw.type === 'application/json' ? raw.type : 'application/x-ndjson',
      encoding: raw.encoding,
      idempotencyKey: idempotencyKeyOf(headers),
      delivery: deliveryOf(headers),
    })
    return replayed ? json(receipt, { headers: { 'idempotency-replayed': 'true' } }) : receipt
  }),
]
