import type { Settings } from './driver.ts'

/**
 * Settings of every insert: nothing acknowledged before it is written, nothing skipped silently. On a cluster the
 * shards take the rows before the answer, and a majority of replicas holds them.
 */
export function insertSettings(deduplicationToken: string | undefined, cluster: string | undefined): Settings {
  return {
    async_insert: 0,
    input_format_skip_unknown_fields: 0,
    date_time_input_format: 'best_effort',
    ...(deduplicationToken === undefined ? {} : { insert_deduplication_token: deduplicationToken }),
    ...(cluster === undefined ? {} : { insert_quorum: 'auto', distributed_foreground_insert: 1 }),
  }
}
