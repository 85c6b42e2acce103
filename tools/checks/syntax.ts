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

const nodesOf = (text: string): Node[] => {
  const found: Node[] = []
  walk(parseSync(text, { syntax: 'typescript', target: 'es2024' }), (node) => found.push(node))
  return found
}

/** The impure expressions of one TypeScript text, in order. */
export const impurities = (text: string): Impurity[] =>
  nodesOf(text)
    .map(impurity)
    .filter((kind) => kind !== null)

/** What is imported, and whether only its types are, which go when types are stripped. */
export interface Import {
  readonly from: string
  readonly isTypeOnly: boolean
}

const declarations = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'])

/** The imports, re-exports and calls of `import` with a constant in one TypeScript text. */
export const importsOf = (text: string): Import[] =>
  nodesOf(text).flatMap((node) => {
    const [first] =
      Array.isArray(node.arguments) && isNode(node.callee) && node.callee.type === 'Import' ? node.arguments : []
    const source = declarations.has(node.type ?? '') ? node.source : first?.expression
    if (!isNode(source) || typeof source.value !== 'string') return []
    return [{ from: source.value, isTypeOnly: node.typeOnly === true }]
  })
