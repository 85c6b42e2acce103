import { describe, expect, it } from 'vitest'
import { checkCount, deliveryOf, idempotencyKeyOf } from './delivery.ts'

describe('stream headers', () => {
  it('place a batch in its stream', () => {
    const headers = { 'spillway-stream': 's-1', 'spillway-sequence': '5-9', 'spillway-dropped': '3' }
    expect(deliveryOf(headers)).toEqual({ stream: 's-1', first: 5, last: 9, dropped: 3 })
    expect(deliveryOf({ 'spillway-sequence': '1-1' })).toEqual({ stream: '', first: 1, last: 1, dropped: 0 })
    expect(deliveryOf({})).toBeNull()
  })

  it.each([
    [{ 'spillway-sequence': '9-5' }, 'header.spillway-sequence'],
    [{ 'spillway-sequence': '0-5' }, 'header.spillway-sequence'],
    [{ 'spillway-sequence': 'all' }, 'header.spillway-sequence'],
    [{ 'spillway-sequence': '1-99999999999999999' }, 'header.spillway-sequence'],
    [{ 'spillway-stream': 's' }, 'header.spillway-sequence'],
    [{ 'spillway-dropped': '4' }, 'header.spillway-sequence'],
    [{ 'spillway-sequence': '1-2', 'spillway-dropped': '-4' }, 'header.spillway-dropped'],
    [{ 'spillway-sequence': '1-2', 'spillway-stream': 'ä' }, 'header.spillway-stream'],
    [{ 'idempotency-key': 'x'.repeat(256) }, 'header.idempotency-key'],
    [{ 'idempotency-key': '' }, 'header.idempotency-key'],
  ])('are refused as %j', (headers, field) => {
    const read = () => [deliveryOf(headers), idempotencyKeyOf(headers)]
    expect(read).toThrow(
      expect.objectContaining({ code: 'MALFORMED_REQUEST', details: expect.objectContaining({ field }) }),
    )
  })

  it('must count the rows of the body', () => {
    const delivery = { stream: '', first: 5, last: 9, dropped: 0 }
    expect(() => checkCount(delivery, 5)).not.toThrow()
    expect(() => checkCount(delivery, 4)).toThrow('counts 5 events, but the body holds 4')
    expect(() => checkCount(null, 4)).not.toThrow()
  })
})
