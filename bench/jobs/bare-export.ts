import { csvColumns } from '@spillway/event-model'
import { eventTable } from '@spillway/event-store'
import { drain, openBareStore } from '../engines/bare-store.ts'
import { report, taskOf } from '../support/child.ts'
import { stopwatch } from '../support/measure.ts'

export interface BareExportTask {
  readonly path: string
}

const { driver, close } = await openBareStore(taskOf<BareExportTask>().path)
const columns = csvColumns('v2').map(({ sql, header }) => `${sql} AS \`${header}\``)
const sql = `SELECT ${columns.join(', ')} FROM ${eventTable} ORDER BY timestamp DESC, event_id DESC LIMIT 200000`
const run = () => drain(driver.stream(sql, {}, { format: 'CSVWithNames' }))
await run()
const { seconds, value: bytes } = await stopwatch(run)
await close()
report({ seconds, bytes })
