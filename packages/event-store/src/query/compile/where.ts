import type { QueryNode } from '../ast.ts'
import type { CompiledFilter } from '../types.ts'
import { type Binder, createBinder } from './binder.ts'
import { conditionSql } from './condition.ts'

const nodeSql = (node: QueryNode, binder: Binder): string => {
  if (node.kind === 'condition') return conditionSql(node, binder)
  const members = node.members.map((member) => nodeSql(member, binder))
  return members.length === 1 ? members.join() : `(${members.map((member) => `(${member})`).join(` ${node.clause} `)})`
}

/** The condition of a query as SQL with bound values. */
export const compileWhere = (root: QueryNode): CompiledFilter => {
  const binder = createBinder()
  const where = nodeSql(root, binder)
  return { where, parameters: binder.parameters }
}
