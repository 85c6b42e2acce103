import { parentPort } from 'node:worker_threads'
import { errorAnswer, type PrepareRequest } from './messages.ts'
import { prepareBatch } from './prepare.ts'

// A thread of the preparer's pool: one body in, its rows out, without copying either.
parentPort?.on('message', ({ id, input }: PrepareRequest) => {
  try {
    const batch = prepareBatch(input)
    parentPort?.postMessage({ id, batch }, [batch.bytes.buffer as ArrayBuffer, batch.offsets.buffer as ArrayBuffer])
  } catch (error) {
    parentPort?.postMessage(errorAnswer(id, error))
  }
})
