import { drawMedia } from '../../media.ts'
import { dateOf, dayMs } from '../../people/calendar.ts'
import { traceMedia } from '../../traces/device.ts'
import { anyUnusual, between, collect, inParts, outsideWork, paced, stepsWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'

const volumes = ['NO NAME', 'USB DISK', 'Untitled', 'MYFILES', 'PHOTOS', 'TOSHIBA EXT'] as const

/** Files copied to a stick that nobody has seen before, when nobody else is at work. */
export const media: StoryKind = {
  name: 'removable-media-after-hours',
  tell: (setting) => {
    const { random, person } = setting
    const when = anyUnusual(setting)
    const days = workdays(setting, between(random, 1, 3))
    if (days.length === 0) return null
    const [files, stick] = [between(random, 20, 180), drawMedia(random, random.pick(volumes))]
    const documents = collect(setting, (days[0] as number) * dayMs, files)
    const gap = between(random, 1, 12) * 1_000
    const steps = inParts(documents, days.length).flatMap((part, index) => {
      const start = outsideWork(person, days[index] as number, when, random)
      return stepsWith(person, paced(start, part.length, gap, random), traceMedia, part, stick)
    })
    return {
      steps,
      choices: {
        ...{ files, when, gap, evenings: days.length, firstDay: dateOf(days[0] as number) },
        ...{ serialNumber: stick.serialNumber, vendor: stick.vendor },
      },
      signs: ['Removable media', 'Off hours'],
    }
  },
}
