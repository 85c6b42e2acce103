/** How a token is told from the signed ones, and found by scanners of leaked secrets. */
const form = /^spt_([0-9a-f-]{36})_([0-9a-f]{64})$/

export interface TokenParts {
  /** Id of the record, `scim-<uuid>`. */
  readonly id: string
  /** 256 random bits in hexadecimal. */
  readonly secret: string
}

const prefix = 'scim-'

/** Id of a new record out of a fresh UUID. */
export const idOf = (uuid: string): string => `${prefix}${uuid}`

export const writeToken = ({ id, secret }: TokenParts): string => `spt_${id.slice(prefix.length)}_${secret}`

/** Null for whatever is no provisioning token. */
export const readToken = (token: string): TokenParts | null => {
  const [, uuid, secret] = form.exec(token) ?? []
  return uuid === undefined || secret === undefined ? null : { id: idOf(uuid), secret }
}
