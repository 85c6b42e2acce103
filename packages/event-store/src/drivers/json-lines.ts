/** Parses JSONEachRow bytes. */
export function parseJsonLines<T>(bytes: Buffer): T[] {
  const lines = bytes.toString('utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
}
