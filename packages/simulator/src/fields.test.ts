import { serviceAt } from '@spillway/content'
import type { FileEventInput } from '@spillway/event-model'
import { describe, expect, it } from 'vitest'
import { createOrganization, createSimulation } from './index.ts'

const begins = new Date('2026-02-01T00:00:00Z')
const period = { from: new Date('2026-02-20T00:00:00Z'), to: new Date('2026-03-20T00:00:00Z') }

type Check = readonly [
  what: string,
  about: (event: FileEventInput) => boolean,
  holds: (event: FileEventInput) => boolean,
]

const actionIs =
  (...actions: string[]) =>
  ({ event }: FileEventInput) =>
    actions.includes(event?.action ?? '')
const urlOf = ({ destination }: FileEventInput) => destination?.tabs?.[0]?.url ?? null

const checks: readonly Check[] = [
  [
    'a tab is of the place that is named',
    (event) => urlOf(event) !== null,
    (event) => {
      const url = new URL(urlOf(event) as string)
      const service = serviceAt(url.hostname.replace('www.', ''), url.pathname)
      const { destination } = event
      const name = service ? service.name === destination?.name : destination?.category === 'Uncategorized'
      return name && destination?.domains?.[0] === url.hostname.replace('www.', '')
    },
  ],
  [
    'a medium is told by name and serial number, twice alike',
    actionIs('removable-media-created'),
    ({ destination, file }) =>
      destination?.identifiers?.[1]?.value === destination?.removableMedia?.serialNumber &&
      destination?.identifiers?.[0]?.value === destination?.removableMedia?.mediaName &&
      file?.originalName === file?.name &&
      file?.directory !== file?.originalDirectory,
  ],
  [
    'a push goes to the host of its repository, from the folder of its clone',
    ({ event }) => event?.vector === 'GIT_PUSH',
    ({ git, destination, file }) =>
      new URL(git?.repositoryUri ?? '').hostname === destination?.domains?.[0] &&
      (file?.directory ?? '').startsWith(git?.repositoryEndpointPath ?? '?'),
  ],
  [
    'a print names printer and job',
    actionIs('file-printed'),
    ({ destination }) => Boolean(destination?.printerName && destination.printJobName && destination.name),
  ],
  [
    'a shared file lies in its drive, under its address',
    actionIs('file-shared'),
    ({ file, event, destination }) =>
      file?.directoryId?.[0] === file?.cloudDriveId &&
      (file?.url ?? '').endsWith(file?.id ?? '?') &&
      (event?.shareType?.[0] === 'Shared with specific people') === (destination?.user?.email?.length ?? 0) > 0,
  ],
  [
    'a report has an id of its kind',
    ({ event }) => event?.observer === 'Salesforce',
    ({ report, file }) => /^00O[0-9A-Za-z]{15}$/.test(report?.id ?? '') && file?.name === `${report?.name}.csv`,
  ],
  [
    'AirDrop names the device',
    ({ destination }) => destination?.name === 'AirDrop',
    ({ destination, source }) =>
      Boolean(destination?.identifiers?.[0]?.value) && source?.operatingSystem === 'Mac OS X',
  ],
  [
    'an account of a sync application is that of the person, or private',
    actionIs('sync-app-created', 'sync-app-modified'),
    ({ destination, user }) =>
      (destination?.accountName === user?.email) === (destination?.accountType === 'BUSINESS') &&
      destination?.user?.email?.[0] === destination?.accountName,
  ],
]

describe.each([1, 2, 3])('the events of world %d', (seed) => {
  const organization = createOrganization({ seed, people: 80 })
  const simulation = createSimulation(organization, { seed, begins, incidents: 150, lookAlikes: 150 })
  const events = [...simulation.events(period)]

  it.each(checks)('%s', (_what, about, holds) => {
    const own = events.filter(about)
    expect(own.length).toBeGreaterThan(0)
    expect(own.filter((event) => !holds(event)).slice(0, 2)).toEqual([])
  })

  it('name the machine and the person where an agent saw them, and neither where a connection did', () => {
    const people = new Map(organization.people.map((person) => [person.email, person]))
    const wrong = events.filter(({ event, user }) => {
      const person = people.get(user?.email ?? '')
      const [id, device] = [user?.id ?? null, user?.deviceUid ?? null]
      if (event?.observer !== 'Endpoint') return id !== null || device !== null
      return id !== person?.userId || device !== person?.machine.deviceUid
    })
    expect(wrong).toEqual([])
    expect(new Set(events.map(({ event }) => event?.observer)).size).toBeGreaterThanOrEqual(4)
  })

  it('keep the hash of what is renamed, and of what leaves under the new name', () => {
    const disguises = simulation.truth(period).filter((story) => story.class === 'rename-and-zip' && story.complete)
    for (const { eventIds } of disguises) {
      const ids = new Set(eventIds)
      const own = events.filter(({ event }) => ids.has(event?.id ?? ''))
      const created = new Map(own.filter(actionIs('file-created')).map(({ file }) => [file?.name, file?.hash?.sha256]))
      const renames = own.filter(actionIs('file-modified'))
      expect(renames.length).toBeGreaterThan(0)
      for (const { file } of renames) expect(file?.hash?.sha256).toBe(created.get(file?.originalName))
      const hashes = new Set(created.values())
      expect(own.every(({ file }) => hashes.has(file?.hash?.sha256))).toBe(true)
    }
  })
})
