import type { SearchRequest } from './request.ts'
import type { SearchService } from './service.ts'

/** A place where a file was seen. */
export interface FileLocation {
  readonly fileName: string | null
  readonly filePath: string | null
  readonly deviceUid: string | null
}

// The newest sightings suffice: clients go through the list until a device answers.
const newestEvents = 1_000

const bodyFor = (sha256: string) => ({
  groups: [
    {
      filters: [
        { term: 'sha256Checksum', operator: 'IS', value: sha256 },
        { term: 'deviceUid', operator: 'EXISTS', value: null },
      ],
    },
  ],
  pgSize: newestEvents,
})

const textOf = async (chunks: AsyncIterable<Uint8Array | string>): Promise<string> => {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts).toString()
}

/** Places where files with a SHA-256 hash were seen on devices, newest first, each once. */
export const locateFile = async (
  service: Pick<SearchService, 'search'>,
  sha256: string,
  request: Pick<SearchRequest, 'caller' | 'signal'>,
): Promise<FileLocation[]> => {
  const answer = await service.search({ ...request, version: 'v1', body: bodyFor(sha256) })
  const { fileEvents } = JSON.parse(await textOf(answer)) as { fileEvents: FileLocation[] }
  const distinct = new Map<string, FileLocation>()
  for (const { fileName, filePath, deviceUid } of fileEvents) {
    const key = JSON.stringify([fileName, filePath, deviceUid])
    if (!distinct.has(key)) distinct.set(key, { fileName, filePath, deviceUid })
  }
  return [...distinct.values()]
}
