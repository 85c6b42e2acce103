import { type WatchlistType, watchlistTypes } from '@spillway/contract'

/** The published definition of 2024 lost the underscores; clients may send either spelling, in any letter case. */
const key = (name: string): string => name.toUpperCase().replaceAll('_', '')

const byKey: ReadonlyMap<string, WatchlistType> = new Map(watchlistTypes.map((type) => [key(type), type]))

export const listTypeOf = (name: string): WatchlistType | undefined => byKey.get(key(name))
