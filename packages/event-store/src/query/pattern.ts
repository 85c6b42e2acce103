/** A piece of a pattern: text as it stands, any run of characters, or one character. */
export type Piece = { readonly text: string } | 'any' | 'one'

/** A value of a text filter; `*` and `?` have become pieces. Neighbouring texts and runs are joined. */
export type Pattern = readonly Piece[]

const append = (pieces: Piece[], piece: Piece): void => {
  const last = pieces.at(-1)
  if (typeof piece === 'object' && typeof last === 'object')
    pieces[pieces.length - 1] = { text: last.text + piece.text }
  else if (piece !== 'any' || last !== 'any') pieces.push(piece)
}

const wildcards: Readonly<Record<string, Piece>> = { '*': 'any', '?': 'one' }
const escapable = new Set(['*', '?', '\\'])

/** Reads a keyword, enumeration or address value: a backslash takes the meaning of `*`, `?` and `\` away. */
export const parsePattern = (value: string): Pattern => {
  const pieces: Piece[] = []
  const characters = [...value]
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] as string
    const next = characters[index + 1]
    const escapes = character === '\\' && next !== undefined && escapable.has(next)
    if (escapes) index++
    append(pieces, escapes ? { text: next } : (wildcards[character] ?? { text: character }))
  }
  return pieces
}

/** Reads a path value: backslashes are separators, so nothing can be escaped. */
export const parsePathPattern = (value: string): Pattern => {
  const pieces: Piece[] = []
  for (const character of value.replaceAll('\\', '/')) append(pieces, wildcards[character] ?? { text: character })
  return pieces
}

/** Applies a change to the texts of a pattern. Texts that become empty vanish. */
export const mapText = (pattern: Pattern, change: (text: string) => string): Pattern => {
  const pieces: Piece[] = []
  for (const piece of pattern) {
    const changed = typeof piece === 'object' ? { text: change(piece.text) } : piece
    if (typeof changed !== 'object' || changed.text !== '') append(pieces, changed)
  }
  return pieces
}

/** The text that the pattern stands for when it has no wildcard, else null. */
export const literalOf = (pattern: Pattern): string | null => {
  if (pattern.length === 0) return ''
  const [piece] = pattern
  return pattern.length === 1 && typeof piece === 'object' ? piece.text : null
}
