import type { ControlStore, Database } from '@spillway/control-store'
import type { Expression, SqlBool } from 'kysely'
import type { Reach } from '../reach.ts'
import type { Access, Listed, ListWish, Narrowing } from './narrowing.ts'
import type { Place, Placing, Ranked } from './ranks.ts'

export type ListStore = Pick<ControlStore, 'db' | 'dialect' | 'transaction'>

/** How one kind of rows is listed. */
export interface ListKind<Filter, Order, Found> {
  readonly kind: Listed
  readonly wishOf: (filter: Filter) => ListWish & { readonly search?: string | undefined }
  /** Whether organizations and flags are all that the filter asks for. */
  readonly isTallied: (filter: Filter) => boolean
  /** Whether the filter names something that an index leads to and few rows bear. */
  readonly isDirect: (filter: Filter) => boolean
  /** Whether few rows bear what only the rows tell; absent where nothing is so. */
  readonly isFew?: (filter: Filter, db: Database) => Promise<boolean>
  /** What else the total depends on when rows are all that it depends on; null when it changes with other things. */
  readonly settledBy: (filter: Filter) => object | null
  /** Whether the journal tells of every change of what the total depends on. */
  readonly isFollowed: (filter: Filter) => boolean
  readonly isOrderedByOrganization: (order: Order) => boolean
  /** The direction when rows go by their numbers, null when by something else. */
  readonly byNumber: (order: Order) => 'asc' | 'desc' | null
  /** How the database counts rows in that order; null when it does not. */
  readonly rankOf: (order: Order) => Ranked | null
  /** What the order goes by, where an index and the journal have it; null elsewhere. */
  readonly placingOf: (order: Order) => Placing | null
  readonly placeOf: (found: Found, order: Order) => Place
  readonly conditions: (filter: Filter, narrowing: Narrowing, access: Access) => Expression<SqlBool>
  /** Columns with their directions, or the opposite ones. */
  readonly orderBy: (order: Order, reversed: boolean) => Expression<unknown>
  /** The rows of the uids, in the order asked for. */
  readonly records: (db: Database, uids: Expression<string>, order: Order) => Promise<Found[]>
}

/** What is asked of a list, with what is known of it beforehand. */
export interface Asked<Filter> {
  readonly reach: Reach
  readonly filter: Filter
  readonly narrowing: Narrowing
  /** Whether an index leads to few rows. */
  readonly isDirect: boolean
  /** The text that is looked for, for an index of its parts; null without such. */
  readonly phrase: string | null
}
