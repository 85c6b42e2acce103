import { describe, expect, it } from 'vitest'
import {
  categoryOfExtension,
  categoryOfMimeType,
  extensionOf,
  fileCategories,
  fileCategorySamples,
  isVagueMimeType,
  knownServices,
  observedServices,
  placeCategories,
  serviceAt,
  serviceNamed,
  serviceSamples,
} from './index.ts'

const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index)

describe('file categories', () => {
  it('hold the 13 published values', () => expect(fileCategories).toHaveLength(13))

  it('claim each extension and MIME type once', () => {
    expect(repeated(fileCategories.flatMap((category) => category.extensions))).toEqual([])
    expect(repeated(fileCategories.flatMap((category) => category.mimeTypes))).toEqual([])
  })

  it.each(fileCategorySamples)('take $name ($mimeTypeByBytes) for $category', ({ mimeTypeByBytes, name, category }) => {
    const byName = categoryOfExtension(extensionOf(name) ?? '')
    const byBytes = mimeTypeByBytes === null ? null : categoryOfMimeType(mimeTypeByBytes)
    const nameDecides = mimeTypeByBytes === null || isVagueMimeType(mimeTypeByBytes)
    expect((nameDecides ? (byName ?? byBytes) : byBytes) ?? 'Uncategorized').toBe(category)
  })

  it('ignore parameters and case of a MIME type', () =>
    expect(categoryOfMimeType('Text/CSV; header=present')).toBe('Spreadsheet'))

  it('see no extension in hidden files and trailing dots', () => {
    expect(['.bashrc', 'name.', '', 'a.b.TXT'].map(extensionOf)).toEqual([null, null, null, 'txt'])
  })
})

describe('places', () => {
  it('hold the 39 published categories', () => expect(new Set(placeCategories).size).toBe(39))

  it('name each service and domain once', () => {
    expect(repeated(knownServices.map(({ name }) => name))).toEqual([])
    expect(repeated(knownServices.flatMap(({ domains }) => domains))).toEqual([])
  })

  it('find every service by its own domains and by name', () => {
    for (const service of knownServices) {
      expect(serviceNamed(service.name.toUpperCase())).toBe(service)
      for (const domain of service.domains) expect(serviceAt(...parts(`https://${domain}`))).toBe(service)
    }
  })

  it.each(serviceSamples)('recognise $url as $name', ({ url, name }) => {
    expect(serviceAt(...parts(url))?.name ?? null).toBe(name)
  })

  it('know the service behind every connector', () => {
    for (const name of observedServices.values()) expect(serviceNamed(name)).not.toBeNull()
  })
})

const parts = (url: string): [string, string] => {
  const { hostname, pathname } = new URL(url)
  return [hostname, pathname]
}
