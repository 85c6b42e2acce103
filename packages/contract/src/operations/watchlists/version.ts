import type { Lifecycle } from '../../lifecycle.ts'

/** What differs between the versions of the watchlist API: how people are called. */
export interface WatchlistVersion {
  readonly path: '/v1/watchlists' | '/v2/watchlists'
  /** Ends the ids of operations. */
  readonly suffix: '' | '.v1'
  readonly deprecated: boolean
  /** `users` or `actors`, as in paths and in keys of answers. */
  readonly people: 'users' | 'actors'
  readonly idKey: 'userId' | 'actorId'
  /** The second is published in lower case. */
  readonly nameKey: 'username' | 'actorname'
  readonly idsKey: 'userIds' | 'actorIds'
  readonly includedKey: 'includedUsers' | 'includedActors'
  readonly excludedKey: 'excludedUsers' | 'excludedActors'
  readonly noun: 'user' | 'actor'
}

export const version1: WatchlistVersion = {
  path: '/v1/watchlists',
  suffix: '.v1',
  deprecated: true,
  people: 'users',
  idKey: 'userId',
  nameKey: 'username',
  idsKey: 'userIds',
  includedKey: 'includedUsers',
  excludedKey: 'excludedUsers',
  noun: 'user',
}

export const version2: WatchlistVersion = {
  path: '/v2/watchlists',
  suffix: '',
  deprecated: false,
  people: 'actors',
  idKey: 'actorId',
  nameKey: 'actorname',
  idsKey: 'actorIds',
  includedKey: 'includedActors',
  excludedKey: 'excludedActors',
  noun: 'actor',
}

/** Version 1 from February 2022, with departments and groups from July; version 2 took its place in March 2024. */
export const lifecycleOf = (
  { deprecated }: WatchlistVersion,
  replacedBy: string,
  added: Lifecycle['added'] = '2022-02-28',
): Lifecycle =>
  deprecated ? { added, deprecated: '2024-03-13', sunset: '2025-03-13', replacedBy } : { added: '2024-03-13' }
