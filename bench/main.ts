import { availableParallelism, cpus, release, totalmem } from 'node:os'
import { type BenchOptions, readOptions } from './support/options.ts'
import { type ResultTable, renderResult } from './support/report.ts'

type Bench = (options: BenchOptions) => Promise<ResultTable[]>

/** Loaded when asked for: PostgreSQL and DuckDB need not be there for the others. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  ingest: async () => (await import('./ingest.ts')).benchIngest,
  search: async () => (await import('./search.ts')).benchSearch,
  export: async () => (await import('./export.ts')).benchExport,
  directory: async () => (await import('./directory.ts')).benchDirectory,
  risk: async () => (await import('./risk.ts')).benchRisk,
  detect: async () => (await import('./detect.ts')).benchDetect,
  backtest: async () => (await import('./backtest.ts')).benchBacktest,
  soak: async () => (await import('./soak.ts')).benchSoak,
  quality: async () => (await import('./quality.ts')).benchQuality,
  peers: async () => (await import('./peers.ts')).benchPeers,
}

const { names, options } = readOptions(process.argv.slice(2))
const unknown = names.filter((name) => !benches[name])
if (names.length === 0 || unknown.length > 0) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--events N] [--runs N] [--directory DIR]
       [--engines spillway,postgresql,duckdb] [--clients N] [--batch N] [--control-store sqlite|URL] [--seeds reported|tuning]`)
  process.exit(2)
}

const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}`
console.log(`${machine}\n`)
for (const name of names) {
  const bench = await (benches[name] as () => Promise<Bench>)()
  for (const table of await bench(options)) console.log(renderResult(table))
}
