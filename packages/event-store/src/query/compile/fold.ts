import type { Term } from '@spillway/event-model'

/** How text is made comparable: constant SQL around the stored value, and the same done to the sought one. */
export interface Fold {
  readonly stored: (sql: string) => string
  readonly sought: (text: string) => string
  /** The same for a text between wildcards. */
  readonly piece: (text: string) => string
  /** SQL around a placeholder whose text `sought` could not finish. */
  readonly bound: (placeholder: string) => string
  /** SQL around the placeholder of a list of such texts. */
  readonly boundList: (placeholder: string) => string
}

const same = (text: string): string => text

// Sought text in ASCII needs no more than ASCII folding of the stored text, which is many times faster.
const lowered = (text: string): string => text.toLowerCase()
const ascii: Fold = { stored: (sql) => `lower(${sql})`, sought: lowered, piece: lowered, bound: same, boundList: same }

// Left to the engine on both sides, so that both follow the same tables.
const unicode: Fold = {
  stored: (sql) => `lowerUTF8(${sql})`,
  sought: same,
  piece: same,
  bound: (placeholder) => `lowerUTF8(${placeholder})`,
  boundList: (placeholder) => `arrayMap(sought -> lowerUTF8(sought), ${placeholder})`,
}

const categoryPiece = (text: string): string => text.toLowerCase().replaceAll('_', '')
const categoryText = (text: string): string => (categoryPiece(text) === 'zip' ? 'archive' : categoryPiece(text))

// Clients write SourceCode, SOURCE_CODE and Zip for the same categories.
const category: Fold = {
  stored: (sql) => `transform(replaceAll(lower(toString(${sql})), '_', ''), ['zip'], ['archive'])`,
  sought: categoryText,
  piece: categoryPiece,
  bound: same,
  boundList: same,
}

const isAscii = (text: string): boolean => !/[^\x20-\x7e]/.test(text.replace(/[\t\r\n]/g, ' '))

/** The folding for a term and the text it is compared with. */
export const foldFor = (term: Term, text: string): Fold => {
  if (term.category) return category
  return isAscii(text) ? ascii : unicode
}
