import { z } from 'zod'
import { type FileEvent, type FileEventInput, fields } from './fields.ts'
import type { Leaf } from './leaf.ts'
import { type TreeNode, treeOf } from './tree.ts'
import type { ValueType } from './types.ts'
import { type FileEventV1, v1Fields } from './v1/index.ts'

const scalarSchema: Readonly<Record<ValueType, () => z.ZodType>> = {
  string: () => z.string(),
  timestamp: () => z.iso.datetime({ offset: true }),
  int32: () => z.int32(),
  int64: () => z.int(),
  boolean: () => z.boolean(),
}

type LeafRule = (schema: z.ZodType, leaf: Leaf) => z.ZodType
type NodeRule = (schema: z.ZodType) => z.ZodType

const leafSchema = (leaf: Leaf, rule: LeafRule): z.ZodType => {
  const scalar = scalarSchema[leaf.valueType]()
  return rule(leaf.list ? z.array(scalar) : scalar, leaf).meta({ description: leaf.meaning })
}

const nodeSchema = (node: TreeNode<Leaf>, leafRule: LeafRule, nodeRule: NodeRule): z.ZodType => {
  if (node.kind === 'leaf') return leafSchema(node.field, leafRule)
  const object = objectSchema(node.children, leafRule, nodeRule)
  return nodeRule(node.kind === 'array' ? z.array(object) : object)
}

const objectSchema = (children: readonly TreeNode<Leaf>[], leafRule: LeafRule, nodeRule: NodeRule): z.ZodType =>
  z.object(Object.fromEntries(children.map((child) => [child.name, nodeSchema(child, leafRule, nodeRule)])))

const isAlwaysNull = (leaf: Leaf): boolean => 'alwaysNull' in leaf && leaf.alwaysNull === true

const responseLeaf: LeafRule = (schema, leaf) => (leaf.nullable || isAlwaysNull(leaf) ? schema.nullable() : schema)
const asIs: NodeRule = (schema) => schema
const sparse: NodeRule = (schema) => schema.nullish()

/** A whole v2 file event as responses carry it. */
export const fileEventSchema = objectSchema(treeOf(fields), responseLeaf, asIs) as z.ZodType<FileEvent>

/** A whole v1 file event as responses carry it. */
export const fileEventV1Schema = objectSchema(treeOf(v1Fields), responseLeaf, asIs) as z.ZodType<FileEventV1>

/** A v2 file event as senders give it. For documents; `parseFileEvent` reads events, faster and with better reasons. */
export const fileEventInputSchema = objectSchema(treeOf(fields), sparse, sparse) as z.ZodType<FileEventInput>
