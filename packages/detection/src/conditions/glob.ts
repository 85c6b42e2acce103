/** True when a name fits a pattern of `*` (any text) and `?` (one character). Both in one letter case. */
export const fits = (name: string, pattern: string): boolean => {
  let at = 0
  let wanted = 0
  let star = -1
  let resume = 0
  while (at < name.length) {
    const sign = pattern[wanted]
    if (sign === '*') {
      star = wanted++
      resume = at
    } else if (sign !== undefined && (sign === '?' || sign === name[at])) {
      at++
      wanted++
    } else if (star >= 0) {
      wanted = star + 1
      at = ++resume
    } else return false
  }
  while (pattern[wanted] === '*') wanted++
  return wanted === pattern.length
}

/** The longest run of a pattern without wildcards. */
export const longestLiteral = (pattern: string): string =>
  pattern.split(/[*?]+/).reduce((longest, part) => (part.length > longest.length ? part : longest), '')
