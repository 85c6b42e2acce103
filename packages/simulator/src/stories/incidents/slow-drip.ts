import { dateOf, dayMs } from '../../people/calendar.ts'
import { privateAddress, privatePlace, serviceOf } from '../../places.ts'
import { traceUpload } from '../../traces/web.ts'
import { between, collect, duringWork, paced, stepsWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'

const places = ['Dropbox', 'Google Drive', 'Gmail', 'ProtonMail', 'Outlook', 'Mega', 'Box', 'iCloud'] as const

/** A few files every few days over weeks, never enough on one day to be seen. */
export const slowDrip: StoryKind = {
  name: 'slow-drip',
  tell: (setting) => {
    const { random, world, person } = setting
    const [service, stride, most] = [random.pick(places), between(random, 1, 4), between(random, 1, 4)]
    const days = workdays(setting, between(random, 10, 24), stride)
    if (days.length < 8) return null
    const place = privatePlace(serviceOf(service), random.chance(0.5) ? privateAddress(person) : null)
    const documents = collect(setting, (days[0] as number) * dayMs, days.length * most)
    const steps = days.flatMap((day, index) => {
      const part = documents.slice(index * most, index * most + between(random, 1, most))
      const instants = paced(duringWork(world, person, day, random), part.length, 90_000, random)
      return stepsWith(person, instants, traceUpload, part, place)
    })
    return {
      steps,
      choices: { files: steps.length, days: days.length, stride, service, firstDay: dateOf(days[0] as number) },
      signs: [`${service} upload`],
    }
  },
}
