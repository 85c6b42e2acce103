import { isUtf8 } from 'node:buffer'

/** The two halves of `Authorization: Basic`: user name and password, or client id and secret. */
export interface BasicCredentials {
  readonly name: string
  readonly secret: string
}

/** Reads a Basic authorization header (UTF-8, RFC 7617, or Latin-1); null when absent or malformed. */
export const parseBasicCredentials = (header: string | undefined): BasicCredentials | null => {
  const encoded = /^basic +([A-Za-z0-9+/_=-]+) *$/i.exec(header ?? '')?.[1]
  if (!encoded) return null
  const decoded = decodeText(Buffer.from(encoded, 'base64'))
  const colon = decoded.indexOf(':')
  return colon < 0 ? null : { name: decoded.slice(0, colon), secret: decoded.slice(colon + 1) }
}

// Python's requests, and with it py42 and the official SDK, writes Latin-1.
const decodeText = (bytes: Buffer): string => bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1')
