import type { ControlStore, Database } from '@spillway/control-store'
import { inChunks } from '../in-chunks.ts'
import { lineage } from '../reach.ts'
import { type ConsoleSettings, settingsInForce } from './console-settings.ts'
import { type DeviceDefaults, plainDeviceDefaults } from './device-defaults.ts'
import type { OrganizationRow } from './lookup.ts'

/** An organization as those under it see it. */
interface Link {
  readonly uid: string
  readonly legacy_id: number
  readonly name: string
  readonly path: string
  readonly console_settings: string
  readonly device_defaults: string | null
}

/** What an organization has of its own and from above. */
export interface Inheritance {
  readonly own: ConsoleSettings
  readonly above: ConsoleSettings
  readonly inForce: ConsoleSettings
  readonly deviceDefaults: DeviceDefaults
  /** The organization the settings come from, the nearest that has any of its own; the root when none has. */
  readonly settingsFrom: Link
  readonly deviceDefaultsFrom: Link
  readonly root: Link
}

/** Reads what organizations take from those above them. */
export const createInheritance = (store: Pick<ControlStore, 'db'>) => {
  const links = async (paths: readonly string[], db: Database): Promise<ReadonlyMap<string, Link>> => {
    const rows = await inChunks(paths, (some) =>
      db
        .selectFrom('organization')
        .select(['uid', 'legacy_id', 'name', 'path', 'console_settings', 'device_defaults'])
        .where('path', 'in', some)
        .execute(),
    )
    return new Map(rows.map((row) => [row.path, row]))
  }

  const ofMany = async (
    organizations: readonly Pick<OrganizationRow, 'uid' | 'path'>[],
    db: Database = store.db,
  ): Promise<ReadonlyMap<string, Inheritance>> => {
    const byPath = await links([...new Set(organizations.flatMap(({ path }) => lineage(path)))], db)
    return new Map(
      organizations.map(({ uid, path }) => [uid, inherit(lineage(path).flatMap((one) => byPath.get(one) ?? []))]),
    )
  }

  return {
    ofMany,
    async of(organization: Pick<OrganizationRow, 'uid' | 'path'>, db?: Database): Promise<Inheritance> {
      const found = (await ofMany([organization], db)).get(organization.uid)
      if (!found) throw new Error(`Organization ${organization.uid} has no line to the root`)
      return found
    },

    /** The settings documents that machines of some organizations start with, by uid of the organization. */
    async deviceDefaults(uids: readonly string[]): Promise<ReadonlyMap<string, DeviceDefaults>> {
      const rows = await inChunks(uids, (some) =>
        store.db.selectFrom('organization').select(['uid', 'path']).where('uid', 'in', some).execute(),
      )
      const inherited = [...(await ofMany(rows))]
      return new Map(inherited.map(([uid, { deviceDefaults }]) => [uid, deviceDefaults]))
    },
  }
}

/** From the root down; the last is the organization itself. */
const inherit = (line: readonly Link[]): Inheritance => {
  const settings = line.map(({ console_settings }) => JSON.parse(console_settings) as ConsoleSettings)
  const [root] = line
  if (!root) throw new Error('An organization without a path')
  const defaultsFrom = line.findLast(({ device_defaults }) => device_defaults !== null)
  return {
    own: settings.at(-1) ?? {},
    above: settingsInForce(settings.slice(0, -1)),
    inForce: settingsInForce(settings),
    deviceDefaults: defaultsFrom?.device_defaults
      ? (JSON.parse(defaultsFrom.device_defaults) as DeviceDefaults)
      : plainDeviceDefaults,
    settingsFrom: line.findLast(({ console_settings }) => console_settings !== '{}') ?? root,
    deviceDefaultsFrom: defaultsFrom ?? root,
    root,
  }
}
