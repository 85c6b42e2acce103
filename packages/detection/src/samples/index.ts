import { contextSamples } from './contexts.ts'
import { exposureSamples } from './exposures.ts'
import type { IndicatorSamples } from './sample.ts'
import { uploadSamples } from './uploads.ts'

export type { IndicatorSamples, Sample } from './sample.ts'

/** Samples of every built-in indicator. */
export const indicatorSamples: readonly IndicatorSamples[] = [...exposureSamples, ...uploadSamples, ...contextSamples]
