/** A leaf of the field table. */
export interface LeafNode<Field> {
  readonly kind: 'leaf'
  readonly name: string
  readonly field: Field
}

/** An object of an event, or the objects of one of its arrays. */
export interface BranchNode<Field> {
  readonly kind: 'object' | 'array'
  readonly name: string
  readonly children: TreeNode<Field>[]
}

export type TreeNode<Field> = LeafNode<Field> | BranchNode<Field>

const branchFor = <Field>(children: TreeNode<Field>[], segment: string): BranchNode<Field> => {
  const name = segment.replace('[]', '')
  const found = children.find((child) => child.name === name)
  if (found && found.kind !== 'leaf') return found
  const branch: BranchNode<Field> = { kind: segment.endsWith('[]') ? 'array' : 'object', name, children: [] }
  children.push(branch)
  return branch
}

const insert = <Field>(root: TreeNode<Field>[], path: string, field: Field): void => {
  const segments = path.split('.')
  const name = segments.pop() ?? path
  let children = root
  for (const segment of segments) children = branchFor(children, segment).children
  children.push({ kind: 'leaf', name, field })
}

/** The nested object that dotted paths describe; keys stand in order of their first row. */
export const treeOf = <Field extends { readonly path: string }>(fields: readonly Field[]): TreeNode<Field>[] => {
  const root: TreeNode<Field>[] = []
  for (const field of fields) insert(root, field.path, field)
  return root
}

/** Leaves below a node, in order. */
export const leavesOf = <Field>(node: TreeNode<Field>): Field[] =>
  node.kind === 'leaf' ? [node.field] : node.children.flatMap(leavesOf)
