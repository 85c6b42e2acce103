import { judge } from '../behavior/judge.ts'
import { emptyProfile } from '../behavior/layout.ts'
import { type Activity, observe } from '../behavior/profile.ts'
import * as context from '../catalogue/context.ts'
import { type IndicatorSamples, localEdit, type Sample, upload } from './sample.ts'

const at = (text: string): number => Date.parse(`${text}:00Z`)

/** Twenty working days from a Monday on, an activity each hour from 9 to 17 that stays on the machine. */
const office: readonly Activity[] = Array.from({ length: 4 * 5 * 9 }, (_, index) => {
  const day = Math.floor(index / 9)
  const date = Date.UTC(2026, 0, 5 + Math.floor(day / 5) * 7 + (day % 5), 9 + (index % 9))
  return { at: date, destination: null }
})

const after = (what: string, history: readonly Activity[], time: string, destination = 'Dropbox'): Sample => {
  const behavior = judge(history.reduce(observe, emptyProfile), { at: at(time), destination })
  return { what, event: upload({ name: destination }), circumstances: { behavior } }
}
/** The office, and uploads on days. */
const to = (destination: string, ...days: readonly string[]): readonly Activity[] => [
  ...office,
  ...days.map((day) => ({ at: at(`${day}T10:00`), destination })),
]
const newcomer = office.slice(0, 9 * 4)
/** Two weeks of nights, in the middle of what the office tells of. */
const nights: readonly Activity[] = Array.from({ length: 14 }, (_, index) => ({
  at: at('2026-01-15T02:10') + index * 24 * 3_600_000,
  destination: null,
}))

export const behaviorSamples: readonly IndicatorSamples[] = [
  {
    id: context.offHours,
    fires: [
      after('in the night', office, '2026-02-03T02:30'),
      after('on a Sunday', office, '2026-02-08T10:30'),
      after(
        'again in the same night',
        [...office, { at: at('2026-02-03T01:30'), destination: null }],
        '2026-02-03T02:30',
      ),
    ],
    silent: [
      after('at a usual hour', office, '2026-02-03T10:30'),
      after('an hour later than usual', office, '2026-02-03T18:10'),
      after('of someone who is hardly known', office.slice(0, 9 * 5), '2026-02-03T02:30'),
      after('in the night, of someone who has worked nights', [...office, ...nights], '2026-02-03T02:30'),
      {
        what: 'an edit in the night',
        event: localEdit(),
        circumstances: { behavior: { isOffHours: true, isFirstUse: false, isRareUse: false } },
      },
    ],
  },
  {
    id: context.firstUse,
    fires: [
      after('never used', office, '2026-02-03T10:30'),
      after('another was used', to('Slack', '2026-02-02'), '2026-02-03T10:30'),
      after('used on a later day only', to('Dropbox', '2026-02-04'), '2026-02-03T10:30'),
      after('two places were open, neither used before', office, '2026-02-03T10:30', 'Dropbox, Gmail'),
    ],
    silent: [
      after('used the day before', to('Dropbox', '2026-02-02'), '2026-02-03T10:30'),
      after('used an hour before', to('Dropbox', '2026-02-03'), '2026-02-03T11:00'),
      after('two places were open, one used before', to('Gmail', '2026-02-02'), '2026-02-03T10:30', 'Dropbox, Gmail'),
      after('of someone who is hardly known', newcomer, '2026-02-03T10:30'),
    ],
  },
  {
    id: context.rareUse,
    fires: [
      after('used on one day before', to('Dropbox', '2026-01-20'), '2026-02-03T10:30'),
      after(
        'often used, but long ago',
        to('Dropbox', '2025-07-01', '2025-07-02', '2025-07-03', '2025-07-04'),
        '2026-02-03T10:30',
      ),
    ],
    silent: [
      after('never used', office, '2026-02-03T10:30'),
      after('used on three days', to('Dropbox', '2026-01-20', '2026-01-21', '2026-01-22'), '2026-02-03T10:30'),
      after('used for the first time that day', to('Dropbox', '2026-02-03'), '2026-02-03T11:00'),
      after(
        'of someone who is hardly known',
        [...newcomer, { at: at('2026-01-08T10:00'), destination: 'Dropbox' }],
        '2026-02-03T10:30',
      ),
    ],
  },
]
