import { parentPort } from 'node:worker_threads'
import type { Ask, ContextAnswer } from '../context/question.ts'
import { createScoring } from '../score.ts'
import { defaultScoringSettings } from '../scoring-settings.ts'
import { errorAnswer, type FromThread, type PrepareRequest, type ToThread } from './messages.ts'
import { prepareBatch } from './prepare.ts'

const scoring = createScoring()
let held = defaultScoringSettings

const tell = (message: FromThread, given: ArrayBuffer[] = []): void => parentPort?.postMessage(message, given)

/** Who waits for an answer, by the number of the question. */
const waiting = new Map<number, PromiseWithResolvers<ContextAnswer>>()
let asked = 0
const ask: Ask = (question) => {
  const answer = Promise.withResolvers<ContextAnswer>()
  waiting.set(++asked, answer)
  tell({ number: asked, question })
  return answer.promise
}
const hear = (number: number, known: ContextAnswer | null): void => {
  const answer = waiting.get(number)
  waiting.delete(number)
  if (known) answer?.resolve(known)
  else answer?.reject(new Error('What is known about the events could not be found out'))
}

const prepare = async ({ id, input, settings }: PrepareRequest): Promise<void> => {
  try {
    held = settings ?? held
    const batch = await prepareBatch(input, { score: scoring(held), ask })
    tell({ id, batch }, [batch.bytes.buffer as ArrayBuffer, batch.offsets.buffer as ArrayBuffer])
  } catch (error) {
    tell(errorAnswer(id, error))
  }
}

// A thread of the preparer's pool: one body in, its rows out, without copying either.
parentPort?.on('message', (message: ToThread) => {
  if ('known' in message) hear(message.number, message.known)
  else void prepare(message)
})
