/** Lines handed on together, with the number each has in the file. */
export interface LineBatch {
  /** The lines as NDJSON. */
  readonly body: Buffer
  readonly lineNumbers: readonly number[]
}

export interface BatchLimits {
  readonly lines: number
  readonly bytes: number
}

const newline = 0x0a
const blank = /^\s*$/

/**
 * Cuts a stream of bytes into batches of whole lines, leaving blank ones out. Memory holds one batch and one line;
 * the cuts depend on the bytes alone, never on how they arrive.
 */
export async function* batchLines(input: AsyncIterable<Uint8Array>, limits: BatchLimits): AsyncGenerator<LineBatch> {
  let batch = newBatch()
  let lineNumber = 0
  for await (const line of linesOf(input)) {
    lineNumber++
    if (line.length < 100 && blank.test(line.toString('latin1'))) continue
    if (batch.lines.length > 0 && batch.bytes + line.length + 1 > limits.bytes) {
      yield finish(batch)
      batch = newBatch()
    }
    batch.lines.push(line)
    batch.lineNumbers.push(lineNumber)
    batch.bytes += line.length + 1
    if (batch.lines.length < limits.lines) continue
    yield finish(batch)
    batch = newBatch()
  }
  if (batch.lines.length > 0) yield finish(batch)
}

const newBatch = () => ({ lines: [] as Buffer[], lineNumbers: [] as number[], bytes: 0 })

const finish = ({ lines, lineNumbers, bytes }: ReturnType<typeof newBatch>): LineBatch => {
  const body = Buffer.allocUnsafe(bytes)
  let at = 0
  for (const line of lines) {
    at += line.copy(body, at)
    body[at++] = newline
  }
  return { body, lineNumbers }
}

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = []
  for await (const bytes of input) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      yield begun.length > 0 ? Buffer.concat([...begun, chunk.subarray(start, end)]) : chunk.subarray(start, end)
      begun = []
      start = end + 1
    }
    if (start < chunk.length) begun.push(chunk.subarray(start))
  }
  if (begun.length > 0) yield Buffer.concat(begun)
}
