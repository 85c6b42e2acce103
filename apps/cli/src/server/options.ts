/** Settings of a server as flags write them; the server checks their values. */
export interface ServeOptions {
  readonly port?: string
  readonly host?: string
  readonly data?: string
  readonly apiDate?: string
  readonly limits?: string
  readonly publicUrl?: string
  readonly controlStore?: string
  readonly eventStore?: string
  readonly retentionDays?: string
  readonly enforceSunset?: boolean
  readonly logLevel?: string
  readonly config?: string
  readonly demo?: boolean
}
