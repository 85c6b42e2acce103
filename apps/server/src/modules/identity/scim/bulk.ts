import { scimGroups as groupOperations, scimUsers as userOperations } from '@spillway/contract'
import { type Caller, errorBody } from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { ScimGroups } from './groups.ts'
import type { PatchOperation, Resource } from './patch.ts'
import { scimRefusal } from './problems.ts'
import { locationOf, urn } from './urns.ts'
import type { ScimUsers } from './users.ts'

export interface BulkOperation {
  readonly method: string
  readonly path: string
  readonly bulkId?: string | undefined
  readonly data?: Resource | undefined
}

interface Dependencies {
  readonly users: ScimUsers
  readonly groups: ScimGroups
}

interface Done {
  readonly status: number
  readonly id: string
  readonly collection: 'Users' | 'Groups'
}

/** RFC 7644 section 3.7: operations in order, each by itself, until as many failed as the client bears. */
export const createBulk = ({ users, groups }: Dependencies) => {
  const carryOut = async (caller: Caller, operation: BulkOperation, made: Map<string, string>): Promise<Done> => {
    const { collection, id } = targetOf(operation.path, made)
    const service = collection === 'Users' ? users : groups
    const data = resolved(operation.data ?? {}, made) as Resource
    const method = operation.method.toUpperCase()
    if (method === 'POST' && id === null)
      return { status: 201, id: String((await service.create(caller, data)).id), collection }
    if (id === null || !['PUT', 'PATCH', 'DELETE'].includes(method))
      throw scimRefusal('invalidSyntax', `${method.slice(0, 20)} is not possible at ${operation.path.slice(0, 100)}`)
    if (method === 'PUT') await service.replace(caller, id, data)
    else if (method === 'DELETE') await service.remove(caller, id)
    else await service.patch(caller, id, patchOf(collection, data))
    return { status: method === 'DELETE' ? 204 : 200, id, collection }
  }

  return async (caller: Caller, operations: readonly BulkOperation[], failOnErrors: number | undefined) => {
    const made = new Map<string, string>()
    const results: Resource[] = []
    let failures = 0
    for (const operation of operations) {
      const { method, bulkId } = operation
      const named = { method, ...(bulkId !== undefined && { bulkId }) }
      try {
        const { status, id, collection } = await carryOut(caller, operation, made)
        if (bulkId !== undefined) made.set(bulkId, id)
        results.push({ ...named, location: locationOf(collection, id), status: String(status) })
      } catch (error) {
        results.push({ ...named, ...failureOf(error) })
        if (++failures === failOnErrors) break
      }
    }
    return { schemas: [urn.bulk as string], Operations: results }
  }
}

const targetOf = (path: string, made: ReadonlyMap<string, string>) => {
  const [, collection, id] = /^\/?(Users|Groups)(?:\/([^/]+))?$/.exec(path) ?? []
  if (collection !== 'Users' && collection !== 'Groups')
    throw scimRefusal('invalidPath', `${path.slice(0, 100)} is no path of a bulk operation`)
  return { collection, id: id === undefined ? null : nameOf(id, made) } as const
}

/** What an earlier operation made, where a value names it by `bulkId:`. */
const nameOf = (value: string, made: ReadonlyMap<string, string>): string => {
  if (!value.startsWith('bulkId:')) return value
  const id = made.get(value.slice('bulkId:'.length))
  if (id !== undefined) return id
  throw scimRefusal('invalidValue', `${value.slice(0, 100)} names nothing that was made before`)
}

const resolved = (value: unknown, made: ReadonlyMap<string, string>): unknown => {
  if (typeof value === 'string') return nameOf(value, made)
  if (Array.isArray(value)) return value.map((one) => resolved(one, made))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, resolved(held, made)]))
}

const patchOf = (collection: 'Users' | 'Groups', data: Resource): readonly PatchOperation[] => {
  const { body } = collection === 'Users' ? userOperations.patch : groupOperations.patch
  const outcome = body?.safeParse(data)
  if (outcome?.success) return (outcome.data as { Operations: PatchOperation[] }).Operations
  throw scimRefusal('invalidSyntax', 'A PATCH needs Operations')
}

/** What a client can mend is an answer of its operation; anything else ends the whole request. */
const failureOf = (error: unknown): Resource => {
  if (!(error instanceof SpillwayError) || error.status >= 500) throw error
  return { status: String(error.status), response: errorBody('scim', error, { requestId: '', envelope: {} }).body }
}
