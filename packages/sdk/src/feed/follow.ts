import type { Persist } from '../core/persist.ts'
import type { CallOptions } from '../core/requester.ts'

export interface FeedRequest extends CallOptions {
  /** Where to go on; absent = from the beginning of what is kept. */
  readonly cursor?: string
  /** Entries a page, at most. */
  readonly limit?: number
  /** Seconds the server may hold the answer while nothing new is there. */
  readonly wait?: number
}

export interface FollowRequest extends FeedRequest {
  /** Wait for a server that is away, however long that takes, instead of failing; false by default. */
  readonly reconnect?: boolean
}

const defaultWait = 20

/** Page after page, each from the cursor of the one before, for as long as the caller listens. */
export async function* followCursor<Request extends FollowRequest, Page extends { readonly cursor: string }>(
  readPage: (request: Omit<Request, 'reconnect'>) => Promise<Page>,
  { reconnect = false, ...request }: Request,
  persist: Persist,
): AsyncGenerator<Page> {
  let { cursor } = request
  while (true) {
    const read = () => readPage({ wait: defaultWait, ...request, ...(cursor !== undefined && { cursor }) })
    const page = reconnect ? await persist(read, request.signal) : await read()
    cursor = page.cursor
    yield page
  }
}
