import { dateOf, dayMs } from '../../people/calendar.ts'
import { tracePrint } from '../../traces/device.ts'
import { between, collect, duringWork, paced, stepsWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'

const printing = new Set(['Legal', 'Finance', 'Human Resources'])

/** Binders for a hearing or an audit: a pile of paper, printed at the office in the middle of the day. */
export const courtBundle: StoryKind = {
  name: 'court-bundle',
  resembles: 'print',
  suits: (_world, { department }) => printing.has(department.name),
  tell: (setting) => {
    const { random, world, person } = setting
    const days = workdays(setting, between(random, 1, 2))
    const printer = random.pick(person.office.printers)
    const matter = `${random.pick(['Hearing', 'Audit', 'Inspection', 'Arbitration'])} ${random.digits(4)}`
    const steps = days.flatMap((day) => {
      const documents = collect(setting, day * dayMs, between(random, 15, 90), ['pdf', 'docx'])
      const instants = paced(duringWork(world, person, day, random), documents.length, 12_000, random)
      return documents.flatMap((document, index) =>
        stepsWith(person, instants.slice(index, index + 1), tracePrint, [document], {
          ...{ printer, job: `${matter} - ${document.name}` },
        }),
      )
    })
    return {
      steps: steps.map((step) => ({ ...step, isInOffice: true })),
      choices: { files: steps.length, printer, matter, days: days.length, firstDay: dateOf(setting.day) },
      signs: [],
      lacks: ['Off hours', 'Remote'],
      distinguishedBy: `Printed at the office and at work, under the name of the matter ${matter}`,
    }
  },
}
