import { z } from 'zod'
import { operation } from '../../operation.ts'
import { json } from '../answers.ts'
import { portalErrors, portalErrorsOfOne } from '../portal.ts'
import { done, ids, instant, ofList, page, shared } from './shared.ts'
import { lifecycleOf, type WatchlistVersion } from './version.ts'

const personOf = ({ idKey, nameKey }: WatchlistVersion) =>
  z.object({ [idKey]: z.string(), [nameKey]: z.string().nullable(), addedTime: instant })

const ofPerson = ofList.extend({ personId: z.string() })

const idsOf = ({ idsKey }: WatchlistVersion) =>
  z
    .object({ [idsKey]: ids, watchlistId: z.string().nullish() })
    .transform((body) => ({ subjects: [body[idsKey]].flat().filter((id) => typeof id === 'string') }))

/** Everybody who is on a list, by whatever rule. */
export const memberOperations = (version: WatchlistVersion) => {
  const { path, suffix, noun } = version
  const lifecycle = (verb: string) => lifecycleOf(version, `watchlists.${verb}`)
  const one = { ...shared, method: 'GET', permission: 'watchlists.read', errors: portalErrorsOfOne } as const
  return {
    list: operation({
      ...one,
      id: `watchlists.members${suffix}`,
      summary: 'List the members of a watchlist, by name',
      path: `${path}/{watchlistId}/members`,
      params: ofList,
      query: page,
      success: json(z.object({ watchlistMembers: z.array(personOf(version)), totalCount: z.int() })),
      lifecycle: lifecycle('members'),
    }),
    read: operation({
      ...one,
      id: `watchlists.member${suffix}`,
      summary: `Read since when an ${noun} is a member`.replace('an user', 'a user'),
      path: `${path}/{watchlistId}/members/{personId}`,
      params: ofPerson,
      success: json(personOf(version)),
      lifecycle: lifecycle('member'),
    }),
  }
}

/** Those whom a list includes or excludes by name. */
export const peopleOperations = (version: WatchlistVersion, kind: 'included' | 'excluded') => {
  const { suffix, people } = version
  const path = `${version.path}/{watchlistId}/${kind}-${people}`
  const key = kind === 'included' ? version.includedKey : version.excludedKey
  const idOf = (verb: string) => `watchlists.${kind}.${verb}`
  const lifecycle = (verb: string) => lifecycleOf(version, idOf(verb))
  const reading = { ...shared, method: 'GET', permission: 'watchlists.read', errors: portalErrorsOfOne } as const
  const writing = { ...shared, method: 'POST', permission: 'watchlists.write', errors: portalErrors } as const
  const change = { params: ofList, body: idsOf(version), success: done } as const
  return {
    list: operation({
      ...reading,
      id: `${idOf('list')}${suffix}`,
      summary: `List the ${people} that a watchlist ${kind.replace('ded', 'des')} by name`,
      path,
      params: ofList,
      query: page,
      success: json(z.object({ [key]: z.array(personOf(version)), totalCount: z.int() })),
      lifecycle: lifecycle('list'),
    }),
    read: operation({
      ...reading,
      id: `${idOf('read')}${suffix}`,
      summary: `Read one of the ${kind} ${people}`,
      path: `${path}/{personId}`,
      params: ofPerson,
      success: json(personOf(version)),
      lifecycle: lifecycle('read'),
    }),
    add: operation({
      ...{ ...writing, ...change },
      id: `${idOf('add')}${suffix}`,
      summary: `Add to the ${kind} ${people}; who was ${kind === 'included' ? 'excluded' : 'included'} is so no longer`,
      path: `${path}/add`,
      lifecycle: lifecycle('add'),
    }),
    remove: operation({
      ...{ ...writing, ...change },
      id: `${idOf('remove')}${suffix}`,
      summary: `Take from the ${kind} ${people}`,
      path: `${path}/delete`,
      lifecycle: lifecycle('remove'),
    }),
  }
}
