import type { Audit } from '../../audit/index.ts'
import { asQueryError } from './problems.ts'
import type { SearchRequest } from './request.ts'

/** Told by the work how many results the search had. */
type Found = (resultCount: number) => void

const purposeOf = (body: unknown): string | null => {
  const purpose = typeof body === 'object' && body !== null && 'purpose' in body ? body.purpose : null
  return typeof purpose === 'string' ? purpose : null
}

/** Carries a search out and records it, whether it succeeded or not, with the whole request. */
export const createSearchAudit =
  (audit: Pick<Audit, 'record'>) =>
  async <Result>({ body, caller }: SearchRequest, work: (found: Found) => Promise<Result>): Promise<Result> => {
    let resultCount: number | null = null
    const record = (success: boolean): void => {
      const details = { success, type: 'query', requestJson: JSON.stringify(body ?? null), purpose: purposeOf(body) }
      audit.record({ type: 'search_issued', actor: caller, details: { ...details, resultCount } })
    }
    try {
      const result = await work((count) => {
        resultCount = count
      })
      record(true)
      return result
    } catch (error) {
      record(false)
      throw asQueryError(error)
    }
  }
