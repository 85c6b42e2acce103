const newline = 0x0a
const comma = 0x2c

/** JSON objects, one a line, become elements of an array: joined by commas, in place, without the last line end. */
export function joinLines(lines: Uint8Array): Uint8Array {
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength)
  // A line feed inside a value is escaped, so each one ends an object.
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) bytes[at] = comma
  return bytes.at(-1) === comma ? bytes.subarray(0, -1) : bytes
}

const separator = Buffer.from(',')

/** Joins arrays' elements, leaving out those that are empty. */
export async function* joinElements(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true
  for await (const part of parts) {
    if (part.length === 0) continue
    if (!isFirst) yield separator
    isFirst = false
    yield part
  }
}
