import type { ErrorCode } from '@spillway/contract'
import { type ErrorDetails, SpillwayError } from '../../../platform/errors.ts'
import type { ContextAnswer, ContextQuestion } from '../context/question.ts'
import type { ScoringSettings } from '../scoring-settings.ts'
import type { BatchInput, PreparedBatch } from './prepare.ts'

/** What the server asks of a preparing thread. */
export interface PrepareRequest {
  readonly id: number
  readonly input: BatchInput
  /** Null where the thread has them from an earlier request. */
  readonly settings: ScoringSettings | null
}

/** What the server tells a thread: a body to prepare, or what is known about events of the body it works on. */
export type ToThread =
  | PrepareRequest
  | {
      readonly number: number
      /** Null where it could not be found out: the body cannot be prepared. */
      readonly known: ContextAnswer | null
    }

/** What a thread tells the server. */
export type FromThread = PrepareAnswer | { readonly number: number; readonly question: ContextQuestion }

/** What the thread answers: a batch, an error meant for the client, or a failure. */
export type PrepareAnswer =
  | { readonly id: number; readonly batch: PreparedBatch }
  | { readonly id: number; readonly refusal: { readonly code: ErrorCode; readonly details: ErrorDetails } }
  | { readonly id: number; readonly failure: string }

/** An error as it crosses to the other thread, where classes are lost. */
export const errorAnswer = (id: number, error: unknown): PrepareAnswer => {
  if (error instanceof SpillwayError) return { id, refusal: { code: error.code, details: error.details } }
  return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

/** The batch of an answer; throws what the thread threw. */
export const batchOf = (answer: PrepareAnswer): PreparedBatch => {
  if ('batch' in answer) return answer.batch
  if ('refusal' in answer) throw new SpillwayError(answer.refusal.code, answer.refusal.details)
  throw new SpillwayError('INTERNAL', { cause: answer.failure })
}
