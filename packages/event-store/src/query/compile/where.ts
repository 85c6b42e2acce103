import type { Clause, QueryNode } from '../ast.ts'
import type { CompiledFilter } from '../types.ts'
import { type Binder, createBinder } from './binder.ts'
import { conditionSql } from './condition.ts'
import { joinSiblings } from './siblings.ts'

const nodeSql = (node: QueryNode, binder: Binder): string => {
  if (node.kind === 'condition') return conditionSql(node, binder)
  const members = joinSiblings(node.members, node.clause)
  return node.clause === 'AND' ? allOf(members, binder) : joined(sqlOf(members, binder), 'OR')
}

const sqlOf = (members: readonly QueryNode[], binder: Binder): string[] =>
  members.map((member) => nodeSql(member, binder))

const joined = (members: readonly string[], clause: Clause): string =>
  members.length === 1 ? members.join() : `(${members.map((member) => `(${member})`).join(` ${clause} `)})`

/** From so many tests of text that must all hold, the engine is shown one: it weighs every two against each other. */
const manyTexts = 32

const isPlain = (node: QueryNode): boolean => node.kind === 'condition' && node.test.kind !== 'text'
const isOfText = (node: QueryNode): boolean => !isPlain(node)

const allOf = (members: readonly QueryNode[], binder: Binder): string => {
  const [texts = [], plain = []] = [isOfText, isPlain].map((kind) => members.filter(kind))
  if (texts.length < manyTexts) return joined(sqlOf(members, binder), 'AND')
  const noneFails = `NOT ${joined(
    sqlOf(texts, binder).map((text) => `NOT (${text})`),
    'OR',
  )}`
  return joined([...sqlOf(plain, binder), noneFails], 'AND')
}

/** The condition of a query as SQL with bound values. */
export const compileWhere = (root: QueryNode): CompiledFilter => {
  const binder = createBinder()
  const where = nodeSql(root, binder)
  return { where, parameters: binder.parameters }
}
