import { SpillwayApiError } from './errors.ts'
import { retryAfterOf } from './retry.ts'

/** Turns an unsuccessful response into the typed error, whatever family wrote its body. */
export const apiErrorOf = async (method: string, path: string, response: Response): Promise<SpillwayApiError> => {
  const body = parse(await response.text())
  const fields = fieldsOf(body)
  return new SpillwayApiError({
    status: response.status,
    method,
    path,
    code: text(fields.code) ?? text(fields.error) ?? text(fields.name),
    detail: detailOf(fields),
    problems: problemsOf(fields),
    requestId: response.headers.get('x-request-id') ?? text(fields.requestId),
    retryAfter: retryAfterOf(response.headers),
    body,
  })
}

/** What the body says, with the field it says it of. */
const detailOf = (fields: Record<string, unknown>): string | null => {
  const [field, detail] = [
    text(fields.field),
    firstText(fields.detail, fields.message, fields.description, fields.title),
  ]
  return field === null || detail === null || detail.startsWith(field) ? detail : `${field}: ${detail}`
}

const firstText = (...values: readonly unknown[]): string | null =>
  values.map(text).find((value) => value !== null) ?? null

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** The console's first error format is a list with one object. */
const fieldsOf = (body: unknown): Record<string, unknown> => {
  const value: unknown = Array.isArray(body) ? body[0] : body
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

const problemsOf = ({ problems, errors }: Record<string, unknown>): readonly unknown[] => {
  if (Array.isArray(problems)) return problems
  return Array.isArray(errors) ? errors : []
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
