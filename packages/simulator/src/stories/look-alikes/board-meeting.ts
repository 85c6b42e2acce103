import { dateOf, dayMs } from '../../people/calendar.ts'
import { traceShare } from '../../traces/cloud.ts'
import { boardTitles } from '../../vocabulary/words.ts'
import { about, between, collect, duringWork, stepWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'
import { colleaguesOf } from './colleagues.ts'

const near = new Set(['Finance', 'Legal', 'Human Resources'])

/** Papers for the board, shared with its members by name. */
export const boardMeeting: StoryKind = {
  name: 'board-meeting',
  resembles: 'public-share-of-board-file',
  suits: (_world, { department }) => near.has(department.name),
  tell: (setting) => {
    const { random, world, person } = setting
    const days = workdays(setting, between(random, 1, 3))
    if (days.length === 0) return null
    const [drive] = world.organization.company.drives
    const guests = colleaguesOf(setting, between(random, 3, 8), () => true).map(({ email }) => email)
    const [files, title] = [between(random, 3, 14), random.pick(boardTitles)]
    const documents = collect(setting, (days[0] as number) * dayMs, files, ['pdf', 'pptx', 'xlsx'])
    const share = { drive, type: 'Shared with specific people', guests } as const
    const steps = documents.map((document, index) => {
      const instant = duringWork(world, person, days[index % days.length] as number, random)
      return stepWith(person, instant, traceShare, about(document, `${title} ${2 + index}`), share)
    })
    return {
      steps,
      choices: { files: documents.length, title, guests: guests.join(' '), firstDay: dateOf(days[0] as number) },
      signs: [],
      lacks: [`Public link from corporate ${drive.name}`, `Shared from corporate ${drive.name}`],
      distinguishedBy: 'Shared with members of the board by name, all of the company',
    }
  },
}
