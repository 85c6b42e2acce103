import { parseSync } from '@swc/core'

/** Uses of the environment, the clock and chance that only composition may make. */
export type Impurity = 'process.env' | 'Date.now()' | 'new Date()' | 'randomUUID()' | 'Math.random()'

type Node = { readonly type?: string } & { readonly [key: string]: unknown }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

const identifier = (node: unknown): string | null =>
  isNode(node) && node.type === 'Identifier' && typeof node.value === 'string' ? node.value : null

/** `a.b` as text, or null for anything longer or computed by an expression. */
const memberName = (node: unknown): string | null => {
  if (!isNode(node) || node.type !== 'MemberExpression') return null
  const object = identifier(node.object)
  const property = identifier(node.property)
  return object !== null && property !== null ? `${object}.${property}` : null
}

const calls: Readonly<Record<string, Impurity>> = {
  'Date.now': 'Date.now()',
  'Math.random': 'Math.random()',
  'crypto.randomUUID': 'randomUUID()',
  randomUUID: 'randomUUID()',
}

const impurity = (node: Node): Impurity | null => {
  if (memberName(node) === 'process.env') return 'process.env'
  if (node.type === 'CallExpression') {
    const name = memberName(node.callee) ?? identifier(node.callee)
    return (name !== null && calls[name]) || null
  }
  if (node.type !== 'NewExpression' || identifier(node.callee) !== 'Date') return null
  const given = node.arguments
  return Array.isArray(given) && given.length > 0 ? null : 'new Date()'
}

const walk = (value: unknown, visit: (node: Node) => void): void => {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit)
    return
  }
  if (!isNode(value)) return
  visit(value)
  for (const child of Object.values(value)) walk(child, visit)
}

/** The impure expressions of one TypeScript text, in order. */
export const impurities = (text: string): Impurity[] => {
  const found: Impurity[] = []
  walk(parseSync(text, { syntax: 'typescript', target: 'es2024' }), (node) => {
    const kind = impurity(node)
    if (kind !== null) found.push(kind)
  })
  return found
}
