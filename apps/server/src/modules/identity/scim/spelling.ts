import { urn } from './urns.ts'

/** Names of attributes that are kept, as their schema spells them; null for a plain value. */
export interface Tree {
  readonly [name: string]: Tree | null
}

const flags = { type: null, primary: null }

export const enterpriseTree: Tree = {
  department: null,
  division: null,
  manager: { value: null, displayName: null },
}

/** What a user holds here. Other attributes that providers send are passed over, as RFC 7644 allows for create and replace. */
export const userTree: Tree = {
  ...{ userName: null, externalId: null, active: null, displayName: null, title: null, userType: null, password: null },
  name: { formatted: null, givenName: null, familyName: null },
  emails: { value: null, ...flags },
  addresses: { locality: null, region: null, country: null, ...flags },
}

const resourceTree: Tree = { ...userTree, [urn.enterprise]: enterpriseTree }

/** The name as its schema spells it: names of attributes ignore letter case (RFC 7643 section 2.1). */
export const spelled = (tree: Tree, name: string): string | undefined =>
  Object.keys(tree).find((one) => one.toLowerCase() === name.toLowerCase())

/** A user's resource with the names of all that is kept as their schemas spell them. */
export const respelled = (resource: unknown): unknown => inWordsOf(resourceTree, resource)

const inWordsOf = (tree: Tree | null, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => inWordsOf(tree, one))
  if (tree === null || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => {
      const known = spelled(tree, name)
      return known === undefined ? [name, held] : [known, inWordsOf(tree[known] ?? null, held)]
    }),
  )
}
