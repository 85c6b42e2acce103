import { dateOf, dayMs } from '../../people/calendar.ts'
import type { Place } from '../../places.ts'
import { traceUpload } from '../../traces/web.ts'
import { between, collect, duringWork, paced, stepsWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'

/** A partner firm gets a few files every few days through its portal. */
export const partnerExchange: StoryKind = {
  name: 'partner-exchange',
  resembles: 'slow-drip',
  tell: (setting) => {
    const { random, world, person } = setting
    const { partners, slug } = world.organization.company
    const [stride, most] = [between(random, 1, 5), between(random, 1, 4)]
    const days = workdays(setting, between(random, 8, 20), stride)
    const host = `portal.${random.pick(partners)}`
    const place: Place = {
      ...{ name: host, category: 'Uncategorized', domain: host, signedIn: null },
      ...{ url: `https://${host}/in/${slug}/${random.digits(5)}`, title: 'Partner portal' },
    }
    const steps = days.flatMap((day) => {
      const documents = collect(setting, day * dayMs, between(random, 1, most))
      const instants = paced(duringWork(world, person, day, random), documents.length, 60_000, random)
      return stepsWith(person, instants, traceUpload, documents, place)
    })
    return {
      steps,
      choices: { files: steps.length, days: days.length, stride, url: place.url, firstDay: dateOf(setting.day) },
      signs: [],
      lacks: ['Other destination'],
      distinguishedBy: `The company trusts the partner's ${host}`,
    }
  },
}
