import { readFilter } from './filter.ts'
import { type PatchOperation, type Resource, verbOf } from './patch.ts'
import { scimRefusal } from './problems.ts'
import { urn } from './urns.ts'

/** What an operation does to a group. Members change by difference: a group may have more than fit into one resource. */
export type GroupStep = TextStep | MemberStep

export interface TextStep {
  readonly kind: 'name' | 'external'
  readonly value: string | null
}

export interface MemberStep {
  readonly kind: 'add' | 'remove' | 'set'
  /** Ids of users; null for everybody. */
  readonly members: readonly string[] | null
}

/** Operations of RFC 7644 and of Entra ID and Okta, which name members in several ways, as steps in their order. */
export const groupSteps = (operations: readonly PatchOperation[]): GroupStep[] => operations.flatMap(stepsOf)

const stepsOf = (operation: PatchOperation): GroupStep[] => {
  const { path, value } = operation
  if (path !== undefined && path !== '') return [stepOf(operation, plain(path))].flatMap((step) => step ?? [])
  if (verbOf(operation) === 'remove') throw scimRefusal('noTarget', 'remove needs a path', 'body.Operations')
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw scimRefusal('invalidValue', 'An operation without a path needs an object of attributes', 'body.Operations')
  return Object.entries(value).flatMap(([key, held]) => stepOf({ ...operation, value: held }, plain(key)) ?? [])
}

const plain = (path: string): string =>
  path.toLowerCase().startsWith(`${urn.group.toLowerCase()}:`) ? path.slice(urn.group.length + 1) : path

const stepOf = (operation: PatchOperation, path: string): GroupStep | null => {
  const verb = verbOf(operation)
  const name = path.toLowerCase()
  if (name === 'displayname') return { kind: 'name', value: verb === 'remove' ? null : textOf(operation.value) }
  if (name === 'externalid') return { kind: 'external', value: verb === 'remove' ? null : referenceOf(operation.value) }
  if (name.startsWith('members')) return memberStep(verb, path, operation.value)
  if (/^[a-z$_][\w$.:-]*$/i.test(path)) return null
  throw scimRefusal('invalidPath', `${path.slice(0, 100)} is no path of a group`, 'body.Operations')
}

const memberStep = (verb: 'add' | 'replace' | 'remove', path: string, value: unknown): GroupStep => {
  if (path.includes('[')) {
    if (verb !== 'remove') throw scimRefusal('mutability', 'A member is added or removed, not changed')
    const member = readFilter(path, new Set(['members.value']))?.get('members.value')
    return { kind: 'remove', members: member === undefined ? [] : [String(member)] }
  }
  if (path.toLowerCase() !== 'members') throw scimRefusal('invalidPath', `${path.slice(0, 100)} is no path of a group`)
  if (verb === 'remove') return { kind: 'remove', members: value === undefined ? null : memberIds(value) }
  return { kind: verb === 'add' ? 'add' : 'set', members: memberIds(value) }
}

/** Ids out of `[{value}]`, `{value}`, `["id"]` or `"id"`. */
export const memberIds = (value: unknown): string[] =>
  [value ?? []].flat().map((member: unknown) => {
    const id = typeof member === 'object' && member !== null ? (member as Resource).value : member
    if (typeof id === 'string' && id !== '') return id
    throw scimRefusal('invalidValue', 'A member needs a value, the id of a user', 'members.value')
  })

/** An id at the identity provider; null or empty for none. */
export const referenceOf = (value: unknown): string | null =>
  value === undefined || value === null || value === '' ? null : textOf(value, 'externalId')

export const textOf = (value: unknown, field = 'displayName'): string => {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text === 'string' && text.trim() !== '' && text.length <= 1024) return text.trim()
  throw scimRefusal('invalidValue', 'needs a text of 1 to 1024 characters', field)
}
