import { parentPort } from 'node:worker_threads'
import { createScoring } from '../score.ts'
import { defaultScoringSettings } from '../scoring-settings.ts'
import { errorAnswer, type PrepareRequest } from './messages.ts'
import { prepareBatch } from './prepare.ts'

const scoring = createScoring()
let held = defaultScoringSettings

// A thread of the preparer's pool: one body in, its rows out, without copying either.
parentPort?.on('message', ({ id, input, settings }: PrepareRequest) => {
  try {
    held = settings ?? held
    const batch = prepareBatch(input, scoring(held))
    parentPort?.postMessage({ id, batch }, [batch.bytes.buffer as ArrayBuffer, batch.offsets.buffer as ArrayBuffer])
  } catch (error) {
    parentPort?.postMessage(errorAnswer(id, error))
  }
})
