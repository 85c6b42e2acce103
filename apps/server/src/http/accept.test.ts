import { expect, it } from 'vitest'
import { checkAccept } from './accept.ts'

const negotiated = { errors: ['UNSUPPORTED_RESPONSE_TYPE'] } as const
const refusal = expect.objectContaining({ code: 'UNSUPPORTED_RESPONSE_TYPE' })

it.each([undefined, '', '*/*', 'application/json', 'text/html, Application/JSON; q=0.5', 'text/html,*/*;q=0.8'])(
  'lets %s read JSON',
  (accept) => {
    expect(() => checkAccept(negotiated, accept)).not.toThrow()
  },
)

it.each(['text/csv', 'application/json;q=0', 'text/html, image/*'])('refuses %s', (accept) => {
  expect(() => checkAccept(negotiated, accept)).toThrow(refusal)
  expect(() => checkAccept({ errors: [] }, accept)).not.toThrow()
})
