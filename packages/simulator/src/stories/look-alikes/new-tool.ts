import { dateOf, dayMs } from '../../people/calendar.ts'
import type { Place } from '../../places.ts'
import { traceUpload } from '../../traces/web.ts'
import { between, collect, duringWork, paced, stepsWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'
import { colleaguesOf } from './colleagues.ts'

const tools = [
  ['Miro', 'Productivity Tools', 'miro.com', 'Board - Miro'],
  ['Figma', 'Productivity Tools', 'www.figma.com', 'Files - Figma'],
  ['Monday', 'Productivity Tools', 'monday.com', 'Workspace - monday'],
  ['Trello', 'Productivity Tools', 'trello.com', 'Boards - Trello'],
  ['Mural', 'Productivity Tools', 'app.mural.co', 'Room - Mural'],
] as const

/** The company rolls a tool out: many begin with it in the same weeks and carry their work there. */
export const newTool: StoryKind = {
  name: 'new-tool',
  resembles: 'departing-to-personal-cloud',
  tell: (setting) => {
    const { random, world, person } = setting
    const [name, category, host, title] = random.pick(tools)
    const path = `${host}/${world.organization.company.slug}-${random.digits(4)}`
    const place: Place = {
      ...{ name, category, title, signedIn: person.email },
      ...{ url: `https://${path}/team`, domain: host.replace('www.', '') },
    }
    const others = colleaguesOf(setting, between(random, 3, 15), ({ department }) => department === person.department)
    const most = between(random, 4, 20)
    const steps = [person, ...others].flatMap((actor) => {
      const own = { ...setting, person: actor }
      const days = workdays(own, between(random, 1, 3), between(random, 1, 3))
      return days.flatMap((day) => {
        const documents = collect(own, day * dayMs, between(random, 2, most))
        const instants = paced(duringWork(world, actor, day, random), documents.length, 40_000, random)
        return stepsWith(actor, instants, traceUpload, documents, { ...place, signedIn: actor.email })
      })
    })
    return {
      steps: steps.slice(0, 900),
      choices: { tool: name, path, people: 1 + others.length, files: steps.length, firstDay: dateOf(setting.day) },
      signs: [],
      lacks: [`${name} upload`],
      distinguishedBy: `The company trusts ${path}, and many begin with it in the same days`,
      trust: { type: 'URL_PATH', value: path, day: setting.day },
    }
  },
}
