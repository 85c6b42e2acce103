import { parentPort } from 'node:worker_threads'
import { defaultRiskSettings } from '@spillway/detection'
import { createScoring } from '../score.ts'
import { errorAnswer, type PrepareRequest } from './messages.ts'
import { prepareBatch } from './prepare.ts'

const scoring = createScoring()
let settings = defaultRiskSettings

// A thread of the preparer's pool: one body in, its rows out, without copying either.
parentPort?.on('message', ({ id, input, risk }: PrepareRequest) => {
  try {
    settings = risk ?? settings
    const batch = prepareBatch(input, scoring(settings))
    parentPort?.postMessage({ id, batch }, [batch.bytes.buffer as ArrayBuffer, batch.offsets.buffer as ArrayBuffer])
  } catch (error) {
    parentPort?.postMessage(errorAnswer(id, error))
  }
})
