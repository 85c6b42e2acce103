import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { read, repositoryFiles, root } from './sources.ts'

const documents = () => repositoryFiles().filter((path) => path.endsWith('.md'))

/** Where the links of a document lead within the repository; folders without a slash at the end. */
const linkedFrom = (document: string): { readonly path: string; readonly heading: string | undefined }[] =>
  [...read(document).matchAll(/\]\((?<to>[^)\s]+)\)/g)]
    .map(({ groups }) => groups?.to ?? '')
    .filter((to) => !/^[a-z]+:/.test(to))
    .map((to) => {
      const [path = '', heading] = to.split('#')
      return { path: path === '' ? document : join(dirname(document), path).replace(/\/$/, ''), heading }
    })

const headingsOf = (document: string): string[] =>
  [...read(document).matchAll(/^#+ (?<text>.*)$/gm)].map(({ groups }) =>
    (groups?.text ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('documents', () => {
  it('link to what is there', () => {
    const links = documents().flatMap((from) => linkedFrom(from).map((link) => ({ from, ...link })))
    expect(links.length).toBeGreaterThan(10)
    const broken = links.filter(({ path }) => !existsSync(join(root, path)))
    const lost = links.filter(
      ({ path, heading }) => heading && path.endsWith('.md') && !headingsOf(path).includes(heading),
    )
    expect([...broken, ...lost]).toEqual([])
  })

  it('are found from the README', () => {
    const seen = new Set<string>()
    const visit = (path: string): void => {
      if (seen.has(path)) return
      seen.add(path)
      if (path.endsWith('.md') && existsSync(join(root, path))) for (const link of linkedFrom(path)) visit(link.path)
    }
    visit('README.md')
    const isFound = (path: string) => seen.has(path) || seen.has(dirname(path))
    expect(documents().filter((path) => !isFound(path))).toEqual([])
  })
})
