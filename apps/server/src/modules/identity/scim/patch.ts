import { applyStep, type Step } from './apply-step.ts'
import { scimRefusal } from './problems.ts'
import { enterpriseTree, spelled, type Tree, userTree } from './spelling.ts'
import { urn } from './urns.ts'

export interface PatchOperation {
  readonly op: string
  readonly path?: string | undefined
  readonly value?: unknown
}

export type Resource = Record<string, unknown>

const lists = ['emails', 'addresses']

/**
 * A user's resource after operations in the dialects of RFC 7644, Entra ID (`Replace`, `"False"`, dotted keys without a
 * path) and Okta. Operations on attributes that are not kept change nothing.
 */
export const patchedUser = (resource: Resource, operations: readonly PatchOperation[]): Resource => ({
  ...operations.flatMap(spread).flatMap(canonical).reduce(applyStep, resource),
})

/** Only these three verbs, in any letter case. */
export const verbOf = ({ op }: PatchOperation): 'add' | 'replace' | 'remove' => {
  const verb = op.toLowerCase()
  if (verb === 'add' || verb === 'replace' || verb === 'remove') return verb
  throw scimRefusal(
    'invalidSyntax',
    `${op.slice(0, 50)} is no operation; add, replace and remove are`,
    'body.Operations',
  )
}

/** One operation without a path as one for each attribute it names. */
const spread = (operation: PatchOperation): PatchOperation[] => {
  const { path, value } = operation
  if (path !== undefined && path !== '') return path === urn.enterprise ? ofExtension(operation, value) : [operation]
  if (verbOf(operation) === 'remove') throw scimRefusal('noTarget', 'remove needs a path', 'body.Operations')
  return Object.entries(objectOf(value)).flatMap(([key, held]) =>
    key === urn.enterprise ? ofExtension(operation, held) : [{ ...operation, path: key, value: held }],
  )
}

const ofExtension = (operation: PatchOperation, value: unknown): PatchOperation[] => {
  if (verbOf(operation) === 'remove')
    return Object.keys(enterpriseTree).map((name) => ({ op: 'remove', path: `${urn.enterprise}:${name}` }))
  return Object.entries(objectOf(value)).map(([key, held]) => ({
    ...operation,
    path: `${urn.enterprise}:${key}`,
    value: held,
  }))
}

const objectOf = (value: unknown): Record<string, unknown> => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw scimRefusal('invalidValue', 'An operation without a path needs an object of attributes', 'body.Operations')
}

/** The operation on an attribute that is kept, spelt as its schema has it; none for any other. */
const canonical = (operation: PatchOperation): Step[] => {
  const { prefix, rest } = partsOf(operation.path ?? '')
  const match = /^([A-Za-z]+)(?:\[([^\]]{1,200})\])?(?:\.([A-Za-z]{1,50}))?$/.exec(rest)
  if (!match) {
    if (/^[A-Za-z$_][\w$-]*$/.test(rest) || prefix === null) return []
    throw scimRefusal('invalidPath', `${rest.slice(0, 100)} is no path of a user`, 'body.Operations')
  }
  const [, name = '', filter = null, part = null] = match
  const tree = prefix === '' ? userTree : enterpriseTree
  const attribute = spelled(tree, name)
  if (attribute === undefined || prefix === null) return []
  const member = part === null ? null : memberOf(tree[attribute] ?? null, part)
  if (member === undefined) return []
  const [verb, isExtension, isList] = [verbOf(operation), prefix !== '', lists.includes(attribute)]
  return [{ verb, isExtension, attribute, isList, filter, member, value: heldValue(attribute, operation.value) }]
}

/** A part of a complex attribute as its schema spells it; undefined for one that is not kept. */
const memberOf = (parts: Tree | null, name: string): string | undefined =>
  parts === null ? name : spelled(parts, name)

/** An attribute's path without the URN of its schema; prefix null for a schema that is not kept. */
const partsOf = (path: string): { readonly prefix: string | null; readonly rest: string } => {
  const lower = path.toLowerCase()
  if (lower.startsWith(`${urn.enterprise.toLowerCase()}:`))
    return { prefix: `${urn.enterprise}:`, rest: path.slice(urn.enterprise.length + 1) }
  if (lower.startsWith(`${urn.user.toLowerCase()}:`)) return { prefix: '', rest: path.slice(urn.user.length + 1) }
  return lower.startsWith('urn:') ? { prefix: null, rest: path } : { prefix: '', rest: path }
}

const heldValue = (name: string, value: unknown): unknown => {
  if (lists.includes(name)) return value
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (name === 'manager') return typeof one === 'string' ? { value: one } : one
  return name === 'active' ? truthOf(withoutWrap(one)) : withoutWrap(one)
}

/** Older jobs of Entra ID write `[{"value": "x"}]` for one plain value. */
const withoutWrap = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'value') ? (value as Resource).value : value

/** Entra ID writes truth values as text. */
export const truthOf = (value: unknown): unknown => {
  const text = typeof value === 'string' ? value.toLowerCase() : value
  return text === 'true' ? true : text === 'false' ? false : value
}
