import type { ServeOptions } from '../server/options.ts'

export interface DemoOptions extends ServeOptions {
  readonly fresh?: boolean
  readonly people?: number
  readonly days?: number
  readonly live?: number
  readonly removableDevice?: string
}
