import { z } from 'zod'
import { operation } from '../../operation.ts'
import { json } from '../answers.ts'
import { portalErrors, portalErrorsOfOne } from '../portal.ts'
import { done, instant, ofList, page, shared, subjects } from './shared.ts'
import { lifecycleOf, type WatchlistVersion } from './version.ts'

const department = z.object({ name: z.string(), addedTime: instant })
const directoryGroup = z.object({
  groupId: z.string(),
  name: z.string(),
  isDeleted: z.boolean().describe('The directory no longer has the group'),
  addedTime: instant,
})

const operationsOf = (version: WatchlistVersion, family: string, noun: string) => {
  const path = `${version.path}/{watchlistId}/included-${family}`
  const idOf = (verb: string) => `watchlists.${family}.${verb}`
  const common = (verb: string) => ({
    ...shared,
    id: `${idOf(verb)}${version.suffix}`,
    lifecycle: lifecycleOf(version, idOf(verb), '2022-07-18'),
  })
  const reading = { method: 'GET', permission: 'watchlists.read', errors: portalErrorsOfOne } as const
  const writing = { method: 'POST', permission: 'watchlists.write', errors: portalErrors, success: done } as const
  return {
    list: { ...common('list'), ...reading, summary: `List the ${noun}s on a watchlist`, path, params: ofList },
    read: { ...common('read'), ...reading, summary: `Read a ${noun} on a watchlist` },
    add: { ...common('add'), ...writing, summary: `Add ${noun}s`, path: `${path}/add`, params: ofList },
    remove: { ...common('remove'), ...writing, summary: `Take ${noun}s off`, path: `${path}/delete`, params: ofList },
  } as const
}

/** Departments whose people are on a list. */
export const departmentOperations = (version: WatchlistVersion) => {
  const { list, read, add, remove } = operationsOf(version, 'departments', 'department')
  const body = z.object({ departments: subjects }).transform(({ departments }) => ({ subjects: departments }))
  return {
    list: operation({
      ...list,
      query: page,
      success: json(z.object({ includedDepartments: z.array(department), totalCount: z.int() })),
    }),
    read: operation({
      ...read,
      path: `${list.path}/{department}`,
      slashedParam: 'department',
      params: ofList.extend({ department: z.string() }),
      success: json(department),
    }),
    add: operation({ ...add, body }),
    remove: operation({ ...remove, body }),
  }
}

/** Directory groups whose people are on a list. */
export const directoryGroupOperations = (version: WatchlistVersion) => {
  const { list, read, add, remove } = operationsOf(version, 'directory-groups', 'directory group')
  const body = z.object({ groupIds: subjects }).transform(({ groupIds }) => ({ subjects: groupIds }))
  return {
    list: operation({
      ...list,
      query: page,
      success: json(z.object({ includedDirectoryGroups: z.array(directoryGroup), totalCount: z.int() })),
    }),
    read: operation({
      ...read,
      path: `${list.path}/{groupId}`,
      params: ofList.extend({ groupId: z.string() }),
      success: json(directoryGroup),
    }),
    add: operation({ ...add, body }),
    remove: operation({ ...remove, body }),
  }
}
