const newline = 0x0a

/** Cuts NDJSON into pieces of whole lines without copying them. */
export function* batchesOf(bytes: Buffer, lines: number): Generator<Buffer> {
  let start = 0
  let seen = 0
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
    if (++seen < lines) continue
    yield bytes.subarray(start, at + 1)
    start = at + 1
    seen = 0
  }
  if (start < bytes.length) yield bytes.subarray(start)
}
