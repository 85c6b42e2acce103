import type { ConnectionOptions } from '../connection/connection.ts'

export interface SimulateOptions extends ConnectionOptions {
  readonly people: number
  readonly seed: string
  readonly domain: string
  readonly from?: string
  readonly to?: string
  readonly begins?: string
  readonly incidents: number
  readonly lookAlikes: number
  readonly busyness: number
  readonly out?: string
  readonly send?: boolean
  readonly eventsOnly?: boolean
  readonly json?: boolean
}
