/** The two halves of `Authorization: Basic`: user name and password, or client id and secret. */
export interface BasicCredentials {
  readonly name: string
  readonly secret: string
}

/** Reads a Basic authorization header (UTF-8, RFC 7617); null when absent or malformed. */
export const parseBasicCredentials = (header: string | undefined): BasicCredentials | null => {
  const encoded = /^basic +([A-Za-z0-9+/_=-]+) *$/i.exec(header ?? '')?.[1]
  if (!encoded) return null
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  return colon < 0 ? null : { name: decoded.slice(0, colon), secret: decoded.slice(colon + 1) }
}
