import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../../platform/clock.ts'
import type { FeedCursor } from './cursor.ts'

/** A node and a number of it. */
export type Position = readonly [node: string, number: string]

/**
 * How far cursors were given out, written down before they are: a cursor stays good when the events it points behind
 * are gone, and after a restart.
 */
export interface GivenPositions {
  /** The positions of a cursor that lie beyond everything given out. */
  beyond(cursor: FeedCursor): Promise<readonly Position[]>
  /** Resolves once a cursor may be given out. */
  remember(cursor: FeedCursor): Promise<void>
}

const settingOf = (node: string): string => `event-feed.given.${node}`
/** Text in the order of its numbers. */
const settingValue = (number: string): string => JSON.stringify(number.padStart(20, '0'))

export const createGivenPositions = ({ db }: Pick<ControlStore, 'db'>, clock: Clock): GivenPositions => {
  // What was once given out can only grow, so it spares asking for all that lies below.
  const given = new Map<string, bigint>()
  const unknownOf = (positions: readonly Position[]): readonly Position[] =>
    positions.filter(([node, number]) => BigInt(number) > (given.get(node) ?? -1n))
  const note = ([node, number]: Position): void => {
    if (BigInt(number) > (given.get(node) ?? -1n)) given.set(node, BigInt(number))
  }

  const look = async (nodes: ReadonlyMap<string, string>): Promise<void> => {
    const settings = db
      .selectFrom('setting')
      .select(['name', 'value'])
      .where('name', 'in', [...nodes.keys()])
    for (const { name, value } of await settings.execute()) note([nodes.get(name) ?? '', JSON.parse(value)])
  }

  return {
    async beyond(cursor) {
      const unknown = unknownOf(Object.entries(cursor))
      if (unknown.length > 0) await look(new Map(unknown.map(([node]) => [settingOf(node), node])))
      return unknownOf(unknown)
    },
    async remember(cursor) {
      const fresh = unknownOf(Object.entries(cursor))
      if (fresh.length === 0) return
      const modified_at = clock().toISOString()
      const rows = fresh.map(([node, number]) => ({ name: settingOf(node), value: settingValue(number), modified_at }))
      await db
        .insertInto('setting')
        .values(rows.toSorted((one, other) => (one.name < other.name ? -1 : 1)))
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet(({ ref }) => ({ value: ref('excluded.value'), modified_at: ref('excluded.modified_at') }))
            .where(({ eb, ref }) => eb('setting.value', '<', ref('excluded.value'))),
        )
        .execute()
      for (const position of fresh) note(position)
    },
  }
}
