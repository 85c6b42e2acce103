import type { CliContext } from '../context.ts'
import type { Style } from '../output/style.ts'
import { renderTable } from '../output/table.ts'
import { cellText, grouped, valueAt } from '../output/text.ts'
import type { ApiVersion } from './query.ts'
import type { EventPage } from './requests.ts'

export const defaultColumns: Readonly<Record<ApiVersion, readonly string[]>> = {
  v2: [
    '@timestamp',
    'event.action',
    'user.email',
    'file.name',
    'file.sizeInBytes',
    'destination.name',
    'risk.severity',
  ],
  v1: ['eventTimestamp', 'eventType', 'deviceUserName', 'fileName', 'fileSize', 'destinationName', 'riskSeverity'],
}

/** Events as NDJSON, one object a line, as the server sent them. */
export const showJson = async ({ output }: CliContext, pages: AsyncIterable<EventPage>): Promise<void> => {
  for await (const { fileEvents } of pages) {
    await output.write(fileEvents.map((event) => `${JSON.stringify(event)}\n`).join(''))
  }
}

/** Events as rows of columns; on a terminal a last line tells how many more there are. */
export const showTable = async (
  { output, errors }: CliContext,
  pages: AsyncIterable<EventPage>,
  columns: readonly string[],
  style: Style,
): Promise<void> => {
  let shown = 0
  let total = 0
  for await (const { fileEvents, totalCount } of pages) {
    const rows = fileEvents.map((event) => columns.map((column) => cellText(valueAt(event, column))))
    await output.write(renderTable(columns, rows, output, style))
    shown += fileEvents.length
    total = Math.max(total, totalCount, shown)
  }
  if (!errors.isTerminal) return
  const more = total > shown ? '; --all shows every one' : ''
  await errors.write(style.dim(`${grouped(shown)} of ${grouped(total)} events${more}\n`))
}
