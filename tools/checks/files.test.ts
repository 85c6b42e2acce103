import { describe, expect, it } from 'vitest'
import { complete } from '../complete-lockfile.ts'
import { read, typeScriptFiles, writtenFiles } from './sources.ts'

const longestFile = 400
// Put together so that this file does not find itself.
const machinePath = new RegExp(`${String.raw`(^|["'\`\s=(:])/(root|`}work)/`, 'm')
const text = /\.(ts|mjs|js|json|md|py|txt|sh|ya?ml)$|^\.ci\/|^\.npmrc$/

describe('files', () => {
  it(`of TypeScript have at most ${longestFile} lines`, () => {
    const files = typeScriptFiles()
    const long = files
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > longestFile)
    expect(long).toEqual([])
  })

  it('name no path of the machine they were written on', () => {
    const files = writtenFiles().filter((path) => text.test(path))
    expect(files.length).toBeGreaterThan(30)
    expect(files.filter((path) => machinePath.test(read(path)))).toEqual([])
    expect(machinePath.test(`cd ${'/wo'}rk/here`)).toBe(true)
  })
})

describe('the lockfile', () => {
  interface Lock {
    readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly link?: boolean }>>
  }

  it('records no download host but the public default', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as Lock
    const entries = Object.entries(packages)
    expect(entries.length).toBeGreaterThan(100)
    const elsewhere = entries
      .filter(([, { resolved, link }]) => resolved !== undefined && link !== true)
      .filter(([, { resolved }]) => !resolved?.startsWith('https://registry.npmjs.org/'))
    expect(elsewhere.map(([name]) => name)).toEqual([])
  })

  it('names every platform package, so that npm ci accepts it (else: node tools/complete-lockfile.ts)', () => {
    expect(complete(JSON.parse(read('package-lock.json')))).toEqual([])
  })

  it('is the only place that could: no npm or pip configuration names a host', () => {
    const configuration = writtenFiles().filter((path) =>
      /(^|\/)(\.npmrc|pip\.conf|requirements[^/]*\.txt)$/.test(path),
    )
    expect(configuration.length).toBeGreaterThan(1)
    expect(configuration.filter((path) => /https?:|registry=|index-url/.test(read(path)))).toEqual([])
  })
})
