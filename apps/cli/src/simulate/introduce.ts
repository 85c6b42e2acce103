import { SpillwayApiError, type SpillwayClient } from '@spillway/sdk'
import type { SampleDirectory, SampleFacts, SampleMembership } from '@spillway/simulator'
import { inBatches } from './batches.ts'

/** Ids that the server gave the people, by mail address. */
export type UserIds = ReadonlyMap<string, string>

const importRows = 200
const namesAtOnce = 100

/** Makes a server know people and machines of a simulated company. What is there already stays. */
export const introducePeople = async (client: SpillwayClient, directory: SampleDirectory): Promise<UserIds> => {
  const ids = await importPeople(client, directory)
  await importMachines(client, directory)
  return ids
}

/** Makes a server trust what the company trusts, its addresses among it. */
export const introduceTrust = async (client: SpillwayClient, facts: SampleFacts): Promise<void> => {
  await trustAll(client, facts)
  const body = JSON.stringify({ trustedAddresses: facts.trustedAddresses })
  await client.requester.nothing({ ...calling('PATCH', '/v1/spillway/risk-settings', body), repeatable: true })
}

const importPeople = async ({ imports }: SpillwayClient, { people }: SampleDirectory): Promise<UserIds> => {
  const rows = people.map((person) => ({
    ...{ userName: person.username, email: person.username, firstName: person.firstName, lastName: person.lastName },
    ...{ title: person.title, division: person.division, department: person.department },
    ...{ employmentType: person.employmentType, locality: person.locality, country: person.country },
    ...{ groups: person.groups, active: person.active },
    ...(person.manager !== null && { manager: people[person.manager]?.username }),
  }))
  const ids = new Map<string, string>()
  for await (const part of inBatches(rows, importRows)) {
    const receipt = await imports.users(part, { timeout: 120_000 })
    for (const { key, id } of receipt.rows) if (id) ids.set(key, id)
  }
  return ids
}

const importMachines = async ({ imports }: SpillwayClient, { machines, people }: SampleDirectory): Promise<void> => {
  const rows = machines.map((machine) => ({
    ...{ guid: machine.uid, name: machine.name, hostname: machine.hostname, agentVersion: machine.version },
    ...{ osName: machine.osName, osVersion: machine.osVersion, osArch: machine.osArch, active: machine.active },
    ...{ address: machine.address, remoteAddress: machine.remoteAddress, serialNumber: machine.serialNumber },
    ...{ lastConnected: machine.lastConnected, userName: people[machine.owner]?.username },
  }))
  for await (const part of inBatches(rows, importRows)) await imports.agents(part, { timeout: 120_000 })
}

const trustAll = async ({ requester }: SpillwayClient, { trust }: SampleFacts): Promise<void> => {
  for (const { since: _, ...activity } of trust) {
    const call = calling('POST', '/v2/trusted-activities', JSON.stringify(activity))
    await requester.nothing({ ...call, repeatable: false }).catch(unlessThere)
  }
}

const calling = (method: 'POST' | 'PATCH', path: string, body: string) => ({
  ...{ method, path, body },
  headers: { 'content-type': 'application/json' },
})

/** An earlier run may have made it. */
const unlessThere = (error: unknown): void => {
  if (!(error instanceof SpillwayApiError) || error.status !== 409) throw error
}

interface Watchlist {
  readonly watchlistId: string
  readonly listType: string
}

/** Puts people on the watchlists that they are on at an instant. */
export const introduceWatchlists = async (
  { requester }: SpillwayClient,
  { memberships }: SampleFacts,
  ids: UserIds,
  at: Date,
): Promise<void> => {
  const instant = at.toISOString()
  const path = '/v2/watchlists'
  const present = memberships.filter(({ to }) => to === null || to > instant)
  const known = await requester.json<{ watchlists: Watchlist[] }>({
    ...{ method: 'GET', path, query: { page_size: 1_000 }, repeatable: true },
  })
  for (const [type, members] of Map.groupBy(present, (stay: SampleMembership) => stay.type)) {
    const call = calling('POST', path, JSON.stringify({ watchlistType: type }))
    const list =
      known.watchlists.find(({ listType }) => listType === type) ??
      (await requester.json<Watchlist>({ ...call, repeatable: false }))
    const actorIds = members.flatMap(({ email }) => ids.get(email) ?? [])
    for await (const part of inBatches(actorIds, namesAtOnce)) {
      const target = `${path}/${list.watchlistId}/included-actors/add`
      const body = JSON.stringify({ actorIds: part, watchlistId: list.watchlistId })
      await requester.nothing({ ...calling('POST', target, body), repeatable: true })
    }
  }
}
