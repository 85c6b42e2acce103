import { parseArgs } from 'node:util'

export interface BenchOptions {
  readonly events: number
  /** Repetitions of every question. */
  readonly runs: number
  readonly directory: string
  readonly engines: readonly string[]
  readonly clients: number
  readonly batch: number
  /** `sqlite`, or the URL of a PostgreSQL where databases may be made. */
  readonly controlStore: string
  /** `reported`, or `tuning`: which simulated companies quality is measured in. */
  readonly seeds: string
}

const text = { type: 'string' } as const

/** `bench NAME [--events N] [--runs N] [--directory DIR] [--engines a,b] [--clients N] [--batch N] [--control-store sqlite|URL] [--seeds reported|tuning]` */
export const readOptions = (words: readonly string[]): { names: string[]; options: BenchOptions } => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      ...{ events: text, runs: text, directory: text, engines: text, clients: text, batch: text },
      ...{ 'control-store': text, seeds: text },
    },
  })
  const options = {
    events: whole('events', values.events, 1_000_000),
    runs: whole('runs', values.runs, 20),
    clients: whole('clients', values.clients, 4),
    batch: whole('batch', values.batch, 5_000),
    seeds: values.seeds ?? 'reported',
    directory: values.directory ?? 'bench-data',
    controlStore: values['control-store'] ?? 'sqlite',
    engines: (values.engines ?? 'spillway,postgresql,duckdb').split(','),
  }
  return { names: positionals, options }
}

const whole = (name: string, value: string | undefined, standard: number): number => {
  const read = Number((value ?? String(standard)).replaceAll('_', ''))
  if (Number.isInteger(read) && read > 0) return read
  throw new Error(`--${name} needs a whole number above 0, not ${value}`)
}
