import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultRiskSettings } from '../scoring/settings.ts'
import { weigh } from '../scoring/weigh.ts'
import { compileFileNames, isUsablePattern } from './file-names.ts'
import { fits } from './glob.ts'

const found = (name: string, patterns: readonly (readonly string[])[]): string[] => {
  const fileNames = patterns.map((each, index) => ({ id: `fileName-${index}`, name: 'x', weight: 1, patterns: each }))
  const indicators: { id: string; name: string; weight: number }[] = []
  compileFileNames(fileNames, weigh({ ...defaultRiskSettings, fileNames }))?.(name, indicators)
  return indicators.map(({ id }) => id)
}

describe('marked file names', () => {
  it.each([
    ['Merger Plan.docx', ['merger plan.docx'], true],
    ['Merger Plan 2.docx', ['merger plan.docx'], false],
    ['keys.PEM', ['*.pem'], true],
    ['keys.pem.txt', ['*.pem'], false],
    ['pem', ['*.pem'], false],
    ['q3-board-deck.pptx', ['*board*'], true],
    ['q3-bored-deck.pptx', ['*board*'], false],
    ['acme_2026_final.pdf', ['acme_????_*.pdf'], true],
    ['acme_26_final.pdf', ['acme_????_*.pdf'], false],
    ['a.tar.gz', ['*.tar.gz'], true],
    ['Ärger.TXT', ['ärger*'], true],
  ] as const)('%s by %s: %s', (name, patterns, expected) => {
    expect(patterns.every(isUsablePattern)).toBe(true)
    expect(found(name, [patterns])).toEqual(expected ? ['fileName-0'] : [])
  })

  it('count once, however many patterns fit', () => {
    expect(found('plan.pdf', [['*plan*', '*.pdf', 'plan.pdf', 'plan*'], ['*lan.*']])).toEqual([
      'fileName-0',
      'fileName-1',
    ])
  })

  it('need something to look up', () => {
    for (const pattern of ['*', '*.*', '??', 'a*b', '*ab*'])
      expect([pattern, isUsablePattern(pattern)]).toEqual([pattern, false])
  })

  it('fit as a naive reading of the pattern says', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 })
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 })
    fc.assert(
      fc.property(text, pattern, (name, wanted) => {
        const source = wanted.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
        expect(fits(name, wanted)).toBe(new RegExp(`^${source}$`).test(name))
        if (isUsablePattern(wanted) && wanted !== '')
          expect(found(name, [[wanted]]).length === 1).toBe(fits(name, wanted))
      }),
      { numRuns: 10_000 },
    )
  })
})
