import type { Clause, Condition, QueryNode, Test } from '../ast.ts'

type ListTest = Extract<Test, { kind: 'text' | 'numbers' }>

/** Tests that one list can stand for: `a OR b`, and `NOT a AND NOT b`. */
const listTestOf = (node: QueryNode, clause: Clause): ListTest | null => {
  if (node.kind === 'junction') return null
  const { test } = node
  return (test.kind === 'text' || test.kind === 'numbers') && test.negated === (clause === 'AND') ? test : null
}

const keyOf = (node: QueryNode, index: number, clause: Clause): string =>
  node.kind === 'condition' && listTestOf(node, clause) ? `${node.test.kind} ${node.term.name}` : String(index)

const joined = (siblings: readonly QueryNode[], clause: Clause): QueryNode => {
  const [first] = siblings as readonly [Condition]
  const tests = siblings.flatMap((node) => listTestOf(node, clause) ?? [])
  const negated = clause === 'AND'
  return first.test.kind === 'text'
    ? {
        ...first,
        test: { kind: 'text', negated, patterns: tests.flatMap((t) => (t.kind === 'text' ? t.patterns : [])) },
      }
    : {
        ...first,
        test: { kind: 'numbers', negated, values: tests.flatMap((t) => (t.kind === 'numbers' ? t.values : [])) },
      }
}

/** The members with those of inner junctions that mean the same without their brackets. */
const flat = (members: readonly QueryNode[], clause: Clause): readonly QueryNode[] =>
  members.flatMap((member) => {
    if (member.kind === 'condition') return [member]
    const isBracket = member.clause === clause || member.members.length === 1
    return isBracket ? flat(member.members, clause) : [member]
  })

/**
 * The members of a junction, those that ask the same of one term joined into one. Engines plan a long list in no time
 * and a thousand conditions in many seconds.
 */
export const joinSiblings = (members: readonly QueryNode[], clause: Clause): readonly QueryNode[] =>
  [...Map.groupBy(flat(members, clause).entries(), ([index, node]) => keyOf(node, index, clause)).values()].flatMap(
    (group) => {
      const nodes = group.map(([, node]) => node)
      return nodes.length === 1 ? nodes : [joined(nodes, clause)]
    },
  )
