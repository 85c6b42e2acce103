import { dateOf } from '../../people/calendar.ts'
import { traceReport } from '../../traces/report.ts'
import { reports } from '../../vocabulary/reports.ts'
import { anyUnusual, between, duringWork, inParts, outsideWork, paced, workdays } from '../kit.ts'
import type { Step, StoryKind } from '../story.ts'

const users = new Set(['Sales', 'Customer Support', 'Marketing'])

/** The register of customers pulled to a machine that nobody watches, report by report. */
export const salesforce: StoryKind = {
  name: 'mass-download-from-salesforce',
  suits: (_world, { department }) => users.has(department.name),
  tell: (setting) => {
    const { random, world, person } = setting
    const days = workdays(setting, between(random, 1, 3))
    if (days.length === 0) return null
    const [count, rows] = [between(random, 8, 60), between(random, 800, 20_000)]
    const [isLate, isSaved] = [random.chance(0.5), random.chance(0.3)]
    const unusual = anyUnusual(setting)
    const pulls = Array.from({ length: count }, () => ({
      ...{ report: random.pick(reports), rows: Math.round(rows * (0.5 + random.next())), region: random.digits(2) },
    }))
    const steps = inParts(pulls, days.length).flatMap((part, index): Step[] => {
      const day = days[index] as number
      const start = isLate ? outsideWork(person, day, unusual, random) : duringWork(world, person, day, random)
      const instants = paced(start, part.length, between(random, 10, 90) * 1_000, random)
      return part.map(({ report: [name, headers], rows: lines, region }, at) => ({
        ...{ instant: instants[at] as number, person },
        make: (scene, instant, id) =>
          traceReport(scene, instant, id, {
            ...{ name: isSaved ? name : `${name} ${region}`, headers, count: lines, isSaved },
            device: 'Unmonitored Device',
          }),
      }))
    })
    return {
      steps,
      choices: { files: count, rows, isLate, isSaved, days: days.length, firstDay: dateOf(days[0] as number) },
      signs: ['Download to unmonitored device from corporate Salesforce'],
    }
  },
}
