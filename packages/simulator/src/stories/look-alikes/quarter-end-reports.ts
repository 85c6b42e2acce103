import { dateOf } from '../../people/calendar.ts'
import { traceReport } from '../../traces/report.ts'
import { reports } from '../../vocabulary/reports.ts'
import { between, duringWork, paced, workdays } from '../kit.ts'
import type { Step, StoryKind } from '../story.ts'

/** The saved reports of a quarter, pulled in a row to the machine of the company. */
export const quarterEndReports: StoryKind = {
  name: 'quarter-end-reports',
  resembles: 'mass-download-from-salesforce',
  suits: (_world, { department }) => department.name === 'Sales' || department.name === 'Finance',
  tell: (setting) => {
    const { random, world, person } = setting
    const days = workdays(setting, between(random, 1, 2))
    const [count, rows] = [between(random, 10, 50), between(random, 500, 12_000)]
    const steps = days.flatMap((day): Step[] =>
      paced(duringWork(world, person, day, random), count, 45_000, random).map((instant) => {
        const [name, headers] = random.pick(reports)
        const lines = Math.round(rows * (0.5 + random.next()))
        const report = { name, headers, count: lines, isSaved: true, device: person.machine.hostName }
        return { instant, person, make: (scene, at, id) => traceReport(scene, at, id, report) }
      }),
    )
    return {
      steps,
      choices: { files: steps.length, rows, days: days.length, firstDay: dateOf(setting.day), person: person.index },
      signs: [],
      lacks: ['Download to unmonitored device from corporate Salesforce'],
      distinguishedBy: 'Saved reports go to the machine that the company gave the person',
    }
  },
}
