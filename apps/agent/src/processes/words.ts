/** Options, given with a value of their own word. */
export type Valued = ReadonlySet<string>

export const valued = (text: string): Valued => new Set(text.split(' '))

/** The words of a command line that are neither options nor their values. */
export const operandsOf = (words: readonly string[], withValue: Valued): string[] => {
  const operands: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') return [...operands, ...words.slice(at + 1)]
    if (!word.startsWith('-') || word === '-') operands.push(word)
    else if (withValue.has(word)) at += 1
  }
  return operands
}

/** Values of options, given as `--name value`, `--name=value`, `-n value` or `-nvalue`. */
export const valuesOf = (words: readonly string[], names: readonly string[]): string[] =>
  words.flatMap((word, at) => {
    const name = names.find((each) => word === each || word.startsWith(each.startsWith('--') ? `${each}=` : each))
    if (name === undefined) return []
    if (word === name) return words.slice(at + 1, at + 2)
    return [word.slice(name.length + (name.startsWith('--') ? 1 : 0))]
  })
