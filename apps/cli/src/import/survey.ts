import { createHash } from 'node:crypto'
import { decoded, lineEndsIn } from './decode.ts'

/** SHA-256 of a file, and how many lines it has. Throws where it is no text, before a row of it is sent. */
export const surveyOf = async (input: AsyncIterable<Uint8Array>): Promise<{ hash: string; lines: number }> => {
  const hash = createHash('sha256')
  let lines = 0
  for await (const text of decoded(input)) {
    hash.update(text)
    lines += lineEndsIn(text)
  }
  return { hash: hash.digest('hex'), lines }
}
