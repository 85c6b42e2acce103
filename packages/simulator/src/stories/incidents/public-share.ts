import { dateOf, dayMs } from '../../people/calendar.ts'
import { traceShare } from '../../traces/cloud.ts'
import { boardTitles } from '../../vocabulary/words.ts'
import { about, anyUnusual, between, collect, duringWork, outsideWork, stepWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'

const near = new Set(['Finance', 'Legal', 'Human Resources', 'Sales', 'Marketing'])
const kinds = ['pdf', 'pptx', 'xlsx'] as const

/** A paper for the board that suddenly anybody can read who has the link. */
export const publicShare: StoryKind = {
  name: 'public-share-of-board-file',
  suits: (_world, { department }) => near.has(department.name),
  tell: (setting) => {
    const { random, world, person } = setting
    const days = workdays(setting, between(random, 1, 2), between(random, 1, 6))
    if (days.length === 0) return null
    const drive = world.organization.company.drives[random.chance(0.8) ? 0 : 1]
    const [files, isLate, title] = [between(random, 1, 4), random.chance(0.4), random.pick(boardTitles)]
    const share = { drive, type: 'Anyone with the link', guests: [] } as const
    const unusual = anyUnusual(setting)
    const documents = collect(setting, (days[0] as number) * dayMs, files, kinds)
    const steps = documents.map((document, index) => {
      const day = days[index % days.length] as number
      const instant = isLate ? outsideWork(person, day, unusual, random) : duringWork(world, person, day, random)
      return stepWith(person, instant, traceShare, about(document, `${title} ${2 + index}`), share)
    })
    return {
      steps,
      choices: {
        files: documents.length,
        papers: documents.map(({ name }) => name).join(),
        title,
        service: drive.name,
        isLate,
        firstDay: dateOf(days[0] as number),
      },
      signs: [`Public link from corporate ${drive.name}`],
    }
  },
}
