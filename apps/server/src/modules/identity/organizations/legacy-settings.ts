import {
  readOrganizationPage,
  readOrganizationSettings,
  writeOrganizationPage,
  writeOrganizationSettings,
} from '@spillway/contract'
import { asConsole, type Caller, envelope, type Route, recordKeyOf, route } from '../../../http/index.ts'
import type { ConsoleView } from './console-view.ts'
import { type ConsoleWish, wishOf } from './console-wish.ts'
import type { OrganizationKey } from './lookup.ts'
import type { Organizations } from './service.ts'
import { settingsOf } from './settings.ts'

interface Dependencies {
  readonly organizations: Organizations
  readonly view: ConsoleView
  readonly clock: () => Date
}

/** The console API of an organization's settings: those by key, and those of the settings page. */
export const organizationSettingRoutes = (dependencies: Dependencies): readonly Route[] => [
  ...keyRoutes(dependencies),
  ...pageRoutes(dependencies),
]

const keyOf = (id: string): OrganizationKey => recordKeyOf(id, undefined, 'orgUid')

const keyRoutes = ({ organizations, clock }: Dependencies): Route[] => {
  const read = async (caller: Caller, key: OrganizationKey) => {
    const own = Object.entries(settingsOf(await organizations.read(caller, key)))
    const settings = own.map(([name, { value, locked }], index) => [
      name,
      { scope: 'ORG', value, locked, id: index + 1 },
    ])
    return envelope.v1({}, clock(), Object.fromEntries(settings))
  }
  return [
    route(readOrganizationSettings, ({ caller, params }) => asConsole(() => read(caller, keyOf(params.orgId)))),
    route(writeOrganizationSettings, ({ caller, params, body }) =>
      asConsole(async () => {
        const changes = body.packets.map(({ key, value, locked }) => [
          key,
          { value: String(value ?? ''), locked: locked === true },
        ])
        await organizations.writeSettings(caller, keyOf(params.orgId), Object.fromEntries(changes))
        return read(caller, keyOf(params.orgId))
      }),
    ),
  ]
}

const pageRoutes = ({ organizations, view, clock }: Dependencies): Route[] => {
  const write = async (caller: Caller, id: string, settings: ConsoleWish['settings']) =>
    view.settings(await organizations.update(caller, keyOf(id), wishOf({ settings })))
  return [
    route(readOrganizationPage, ({ caller, params }) =>
      asConsole(async () => {
        const record = await organizations.read(caller, keyOf(params.orgId))
        return envelope.v1({}, clock(), await view.settings(record))
      }),
    ),
    route(writeOrganizationPage, ({ caller, params, body }) =>
      asConsole(async () => envelope.v1({}, clock(), await write(caller, params.orgId, body))),
    ),
  ]
}
