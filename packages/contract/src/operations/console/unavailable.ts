import type { CalendarDate } from '../../lifecycle.ts'
import type { AlternatePath, HttpMethod, Operation } from '../../operation.ts'
import { console1, console3, consoleCommand, olderPaths, olderV3Paths } from './envelope.ts'
import {
  type Absent,
  archives,
  legalHold,
  legalHoldOfClients,
  pushRestores,
  restores,
  serverAdministration,
} from './unavailable-paths.ts'

/** What old clients call and this server does not do: each answers 501 and says why, to authenticated callers alone. */
const unavailable = (family: string, code: string, reason: string, paths: readonly Absent[], added?: CalendarDate) =>
  paths.map(([method, path, name, summary]): Operation => {
    const { shape, alternatePaths, lifecycle } = ageOf(path)
    return {
      ...shape,
      id: `${family}.${name}`,
      family,
      summary,
      method: method as HttpMethod,
      path,
      ...(alternatePaths && { alternatePaths }),
      permission: null,
      success: { status: 204 },
      errors: ['UNAUTHENTICATED', 'UNAVAILABLE', 'STORE_UNAVAILABLE'],
      lifecycle: added ? { added } : lifecycle,
      unavailable: { code, reason },
    }
  })

interface Age {
  readonly shape: Pick<Operation, 'authentication' | 'alsoBasic' | 'errorShape' | 'source'>
  readonly alternatePaths?: readonly AlternatePath[]
  readonly lifecycle: Operation['lifecycle']
}

const ageOf = (path: string): Age => {
  const [, version, resource = ''] = /^\/api\/v(\d+)\/(.*)$/.exec(path) ?? []
  if (version === '1') return { shape: console1, alternatePaths: olderPaths(resource), lifecycle: console1.lifecycle }
  if (version === '3') return { shape: console3, alternatePaths: olderV3Paths(resource), lifecycle: console3.lifecycle }
  return { shape: consoleCommand, lifecycle: consoleCommand.lifecycle }
}

const noLegalHold = 'Legal hold is not part of this server yet'
const noArchives = 'Backup archives are not kept by this server'
const noRestores = 'Restoring is not part of this server yet'
const noServers = 'Servers, licences and mail texts are set up outside the API of this server'

export const consoleUnavailableOperations: readonly Operation[] = [
  ...unavailable('console-legal-hold', 'LEGAL_HOLD_NOT_AVAILABLE', noLegalHold, legalHold),
  ...unavailable('console-legal-hold', 'LEGAL_HOLD_NOT_AVAILABLE', noLegalHold, legalHoldOfClients, '2022-10-06'),
  ...unavailable('console-archives', 'ARCHIVES_NOT_AVAILABLE', noArchives, archives),
  ...unavailable('console-restores', 'RESTORE_NOT_AVAILABLE', noRestores, restores),
  ...unavailable('console-restores', 'RESTORE_NOT_AVAILABLE', noRestores, pushRestores),
  ...unavailable('console-servers', 'NOT_AVAILABLE', noServers, serverAdministration),
]
