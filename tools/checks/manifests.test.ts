import { describe, expect, it } from 'vitest'
import { read, repositoryFiles, typeScriptFiles } from './sources.ts'
import { importsOf } from './syntax.ts'

type Versions = Readonly<Record<string, string>>
interface Manifest {
  readonly dependencies?: Versions
  readonly devDependencies?: Versions
}

const manifestOf = (folder: string): Manifest => JSON.parse(read(`${folder}package.json`))
const namesIn = (...parts: (Versions | undefined)[]) => new Set(parts.flatMap((part) => Object.keys(part ?? {})))
const packageOf = (from: string): string => from.split('/', from.startsWith('@') ? 2 : 1).join('/')

/** What a workspace imports of other packages; what tests need, and types that are stripped, only while it is worked on. */
const importedIn = (folder: string) =>
  typeScriptFiles()
    .filter((path) => path.startsWith(folder))
    .flatMap((path) =>
      importsOf(read(path))
        .filter(({ from }) => !/^(\.|node:)/.test(from))
        .map(({ from, isTypeOnly }) => ({ path, name: packageOf(from), isForWork: isTypeOnly || isTest.test(path) })),
    )
const isTest = /\.(test|bench)\.ts$|\/test(ing|-support)?\//

const folders = repositoryFiles()
  .filter((path) => /^(apps|packages)\/[^/]+\/package\.json$/.test(path))
  .map((path) => path.replace('package.json', ''))

describe.each(folders)('the manifest of %s', (folder) => {
  const imported = importedIn(folder)
  const { dependencies, devDependencies } = manifestOf(folder)

  it('names every package that its sources import', () => {
    const always = namesIn(dependencies)
    const forWork = namesIn(dependencies, devDependencies, manifestOf('').devDependencies)
    const missing = imported.filter(({ name, isForWork }) => !(isForWork ? forWork : always).has(name))
    expect(missing.map(({ path, name }) => `${path}: ${name}`)).toEqual([])
  })

  it('names no package that none of them imports', () => {
    const used = new Set(imported.map(({ name }) => name))
    expect([...namesIn(dependencies, devDependencies)].filter((name) => !used.has(name))).toEqual([])
  })
})

describe('imports', () => {
  it('are recognised in every form, in every workspace', () => {
    const sample = `
      import { a } from 'one'
      import type { B } from '@two/of/it'
      export type { C } from 'three'
      export * from './here.ts'
      const later = await import('four/part')
      const text = " from 'nowhere'"`
    expect(importsOf(sample)).toEqual([
      { from: 'one', isTypeOnly: false },
      { from: '@two/of/it', isTypeOnly: true },
      { from: 'three', isTypeOnly: true },
      { from: './here.ts', isTypeOnly: false },
      { from: 'four/part', isTypeOnly: false },
    ])
    expect(packageOf('@two/of/it')).toBe('@two/of')
    expect(folders.length).toBeGreaterThan(10)
  })
})
