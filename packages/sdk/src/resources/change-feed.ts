import type { FeedManifest } from '@spillway/contract'
import { reading } from '../core/calls.ts'
import type { Persist } from '../core/persist.ts'
import type { Requester } from '../core/requester.ts'
import { type FeedRequest, type FollowRequest, followCursor } from '../feed/follow.ts'
import { checkIds } from '../feed/manifest.ts'

/** Where to begin without a cursor. */
interface Start {
  /** From the first change on, or only what changes from now on; `beginning` by default. */
  readonly start?: 'beginning' | 'now'
}

export type ChangeRequest = FeedRequest & Start
export type ChangeFollowRequest = FollowRequest & Start

interface Feed<Page> {
  readonly path: string
  readonly idsOf: (page: Page) => readonly string[]
}

type ChangePage = { readonly cursor: string; readonly manifest: FeedManifest }

/** A feed of things as they are now, each at its latest change. */
export const createChangeFeed = <Page extends ChangePage>(
  requester: Requester,
  persist: Persist,
  { path, idsOf }: Feed<Page>,
) => {
  /** One page, checked against its manifest; its cursor leads to what changes next. */
  const changes = async ({ cursor, start, limit, wait, ...options }: ChangeRequest = {}): Promise<Page> => {
    const page = await requester.json<Page>(reading(path, options, { cursor, start, limit, wait }))
    checkIds(idsOf(page), page.manifest)
    return page
  }

  /**
   * Pages with changes, for as long as the caller listens; abort by signal or `break`. Whoever keeps the cursor of the
   * last page dealt with and goes on from it misses nothing. What changes twice may come twice.
   */
  async function* follow(request: ChangeFollowRequest = {}): AsyncGenerator<Page> {
    for await (const page of followCursor(changes, request, persist)) if (idsOf(page).length > 0) yield page
  }

  return { changes, follow }
}
