import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { KnownEvent } from '../questions.ts'

/** An endpoint event in the middle of the files, to look it up again. */
export const knownRow = async (files: readonly string[]): Promise<KnownEvent> => {
  const middle = files[files.length >> 1] as string
  for await (const line of createInterface({ input: createReadStream(middle) })) {
    const row = JSON.parse(line) as Record<string, string | undefined>
    const { event_id: id, file_hash_md5: md5, user_email: user, event_observer: observer } = row
    if (id && md5 && user && observer === 'Endpoint') return { id, md5, user }
  }
  throw new Error(`${middle} holds no endpoint event`)
}
