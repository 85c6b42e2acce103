import * as context from './context.ts'
import { category, indicator, subcategory } from './indicator.ts'
import { acquirableServices, acquiredIndicator } from './services.ts'

const watchlistWeights: Readonly<Record<string, number>> = {
  Contract: 1,
  Departing: 3,
  'Elevated access': 1,
  'Flight risk': 3,
  'High impact': 1,
  'High risk': 3,
}
const otherWatchlists = 2

export const userBehavior = category('User behavior', 'What is unusual about the person or the moment', [
  subcategory('Behavior', 'How this differs from what the person usually does', [
    indicator(context.fileMismatch, 9, 'The content of the file is of another kind than its extension says'),
    indicator(context.offHours, 2, 'The activity lies outside the hours the person usually works'),
    indicator(context.remote, 0, 'The machine was outside the trusted addresses'),
    indicator(context.firstUse, 3, 'The person never used this destination before'),
    indicator(context.rareUse, 3, 'The person hardly ever uses this destination'),
  ]),
  subcategory(
    'Watchlists',
    'Watchlists the person was on when it happened',
    [...context.watchlistIndicators.values()].map((label) =>
      indicator(label, watchlistWeights[label] ?? otherWatchlists, `The person was on the watchlist for ${label}`),
    ),
  ),
])

const categoryWeights: Readonly<Record<string, number>> = { 'Source code': 3, Zip: 3 }

export const fileCategories = category('File categories', 'What kind of file it was', [
  subcategory(
    'File category',
    'Kinds of content',
    [...context.fileCategoryIndicators.values()].map((label) =>
      indicator(label, categoryWeights[label] ?? 0, `The file is of the category ${label}`),
    ),
  ),
  subcategory('File names', 'Names that the tenant has marked', []),
])

export const sources = category('Sources', 'Where a file came from before it left', [
  subcategory(
    'Acquired from services',
    'Files that came from a service before they left',
    acquirableServices.map((service) =>
      indicator(acquiredIndicator(service), 0, `The file had been acquired from ${service}`, 'inferred'),
    ),
  ),
  subcategory('High-value sources', 'Files that came from a place the company marked as one of high value', [
    indicator(context.highValueSource, 3, 'The file came from a trusted place of high value, and left', 'inferred'),
  ]),
])
