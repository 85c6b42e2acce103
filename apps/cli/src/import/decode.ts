import { CliError } from '../failure.ts'

/**
 * Text of a file in UTF-8, or in UTF-16 where a byte-order mark begins it; the mark is left out. Throws for other bytes,
 * naming their line, so that no name is imported with its letters garbled.
 */
export async function* decoded(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let line = 1
  for await (const chunk of input) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true })
    const text = decodedChunk(decoder, chunk, line)
    line += lineEndsIn(text)
    yield text
  }
  if (decoder) yield decodedChunk(decoder, null, line)
}

/** Lines that end in a piece of text, whichever way they end. */
export const lineEndsIn = (text: string): number => text.match(/\r\n?|\n/g)?.length ?? 0

const encodingOf = ([first, second]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

const decodedChunk = (decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | null, line: number): string => {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch {
    const readable = chunk ? new TextDecoder(decoder.encoding).decode(chunk) : ''
    const bad = line + lineEndsIn(readable.slice(0, Math.max(0, readable.indexOf('\uFFFD'))))
    throw new CliError(
      'usage',
      `The file is not in ${decoder.encoding.toUpperCase()}: see line ${bad}`,
      'Save it as CSV in UTF-8; UTF-16 is read as well where a byte-order mark begins it.',
    )
  }
}
