import { dateOf, dayMs } from '../../people/calendar.ts'
import { tracePrint } from '../../traces/device.ts'
import { anyUnusual, between, collect, inParts, outsideWork, paced, stepsWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'

const homePrinters = ['HP DeskJet 2700', 'Canon TS5350', 'EPSON ET-2820', 'Brother HL-L2350DW'] as const
const kinds = ['pdf', 'docx', 'xlsx', 'pptx'] as const

/** A pile of paper: at home, or in the office when it is empty. */
export const print: StoryKind = {
  name: 'print',
  tell: (setting) => {
    const { random, person } = setting
    const days = workdays(setting, between(random, 1, 3), between(random, 1, 3))
    if (days.length === 0) return null
    const [files, atHome, when] = [between(random, 18, 120), random.chance(0.5), anyUnusual(setting)]
    const printer = atHome ? random.pick(homePrinters) : random.pick(person.office.printers)
    const documents = collect(setting, (days[0] as number) * dayMs, files, kinds)
    const steps = inParts(documents, days.length).flatMap((part, index) => {
      const instants = paced(outsideWork(person, days[index] as number, when, random), part.length, 15_000, random)
      const printed = stepsWith(person, instants, tracePrint, part, { printer })
      return printed.map((step) => ({ ...step, isInOffice: !atHome }))
    })
    return {
      steps,
      choices: { files: documents.length, printer, when, days: days.length, firstDay: dateOf(days[0] as number) },
      signs: ['Off hours'],
    }
  },
}
