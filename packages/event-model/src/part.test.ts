import { expect, it } from 'vitest'
import { readerOf } from './part.ts'

const reader = () =>
  readerOf([
    'event.id',
    'event.shareType',
    'file.sizeInBytes',
    'risk.trusted',
    'risk.indicators[].id',
    'risk.indicators[].name',
  ])

it('reads parts of events out of rows', () => {
  const { sql, read } = reader()
  expect(sql).toBe(
    'event_id, event_share_type, file_size_in_bytes, risk_indicators_name, risk_indicators_id, risk_trusted',
  )
  expect(read(['e1', ['a'], null, ['One', 'Two'], ['', 't'], true])).toEqual({
    event: { id: 'e1', shareType: ['a'] },
    file: { sizeInBytes: null },
    risk: {
      indicators: [
        { name: 'One', id: null },
        { name: 'Two', id: 't' },
      ],
      trusted: true,
    },
  })
})

it('shows what is not needed as absent', () => {
  const { sql, read } = readerOf(
    ['event.id', 'event.shareType', 'event.action', 'risk.trusted', 'risk.indicators[].id', 'risk.indicators[].name'],
    new Set(['event.action', 'risk.indicators[].id']),
  )
  expect(sql).toBe('event_action, risk_indicators_id')
  expect(read(['', ['x']])).toEqual({
    event: { id: '', action: null, shareType: [] },
    risk: { indicators: [{ name: null, id: 'x' }], trusted: false },
  })
})
