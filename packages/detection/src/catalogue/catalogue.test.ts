import { knownServices } from '@spillway/content'
import { describe, expect, it } from 'vitest'
import { builtInIndicators, indicatorCategories } from './index.ts'
import { acquirableServices, uploadGroups } from './services.ts'

const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index)
const published = builtInIndicators.filter(({ source }) => source === 'published')
const weightOf = (id: string) => builtInIndicators.find((each) => each.id === id)?.weight

describe('the catalogue', () => {
  it('holds the 155 published indicators, and marks what was added', () => {
    expect(published).toHaveLength(155)
    const added = builtInIndicators.filter(({ source }) => source === 'inferred').map(({ id }) => id)
    expect(
      added.filter(
        (id) => !/^Acquired from |^High-value source$|^(ChatGPT|Claude|Copilot|DeepSeek|Gemini|Perplexity) /.test(id),
      ),
    ).toEqual([])
  })

  it('names each category, subcategory and indicator once', () => {
    expect(repeated(builtInIndicators.map(({ id }) => id))).toEqual([])
    expect(repeated(indicatorCategories.map(({ id }) => id))).toEqual([])
    expect(repeated(indicatorCategories.flatMap(({ subcategories }) => subcategories.map(({ id }) => id)))).toEqual([])
  })

  it('gives published weights where they are known', () => {
    const known = {
      'File mismatch': 9,
      'Removable media': 3,
      'Dropbox upload': 5,
      'Slack upload': 3,
      Zip: 3,
      Remote: 0,
    }
    for (const [id, weight] of Object.entries(known)) expect([id, weightOf(id)]).toEqual([id, weight])
    for (const { id, weight } of builtInIndicators) expect([id, weight >= 0 && weight <= 10]).toEqual([id, true])
  })

  it('knows every service that events can name', () => {
    const known = new Set([...uploadGroups.flatMap(({ services }) => services), ...acquirableServices])
    expect(knownServices.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([])
    expect([...known].filter((name) => !knownServices.some((service) => service.name === name))).toEqual([])
  })
})
