import type { CompiledExport } from '../query/index.ts'
import type { CallOptions, Engine } from './engine.ts'
import { exportStatement } from './statements.ts'

const byteOrderMark = '\uFEFF'

const exportSettings = {
  output_format_csv_crlf_end_of_line: 1,
  // Small blocks keep the memory of a streamed export small.
  max_block_size: 1024,
  max_threads: 1,
  read_in_order_use_buffering: 0,
  // The reader's time counts too, and an export may be of any size.
  max_execution_time: 3600,
  // Sorts that do not follow the table's own order spill to disk.
  max_bytes_before_external_sort: 500_000_000,
}

/** UTF-8 with a byte order mark, a header line, CRLF line ends; the engine writes the cells. */
export async function* exportCsv(
  engine: Engine,
  query: CompiledExport,
  call?: CallOptions,
): AsyncGenerator<Uint8Array> {
  const rows = engine.stream(exportStatement(query), 'CSV', exportSettings, call)[Symbol.asyncIterator]()
  try {
    // The first rows are awaited before the header is let go, so that a failing engine sends nothing at all.
    let next = await rows.next()
    yield Buffer.from(`${byteOrderMark}${query.columns.map(({ header }) => cell(header)).join(',')}\r\n`)
    for (; !next.done; next = await rows.next()) yield next.value
  } finally {
    await rows.return?.()
  }
}

function cell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
