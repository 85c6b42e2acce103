/** Characters of an Ed25519 signature in base64url. */
const signatureLength = 86

/** A token as old scripts are given it; they join the parts by a hyphen. */
export const twoPartsOf = (token: string): readonly [string, string] => {
  const at = token.lastIndexOf('.')
  return [token.slice(0, at), token.slice(at + 1)]
}

/** The token whose parts were joined; null where there are none. Parts hold hyphens: only the length tells the right one. */
export const fromTwoParts = (joined: string): string | null => {
  const at = joined.length - signatureLength - 1
  return joined[at] === '-' ? `${joined.slice(0, at)}.${joined.slice(at + 1)}` : null
}
