import { dateOf, dayMs } from '../../people/calendar.ts'
import { traceAirDrop } from '../../traces/device.ts'
import { anyUnusual, between, collect, duringWork, outsideWork, paced, stepsWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'

const kinds = ['xlsx', 'pdf', 'docx', 'pptx', 'zip', 'csv'] as const
const devices = ['iPhone', 'iPad', 'MacBook Air', 'iPhone 15', 'Mac mini'] as const

/** Documents sent by AirDrop to a device that belongs to nobody in the company. */
export const airDrop: StoryKind = {
  name: 'airdrop',
  suits: (_world, { machine }) => machine.platform === 'mac',
  tell: (setting) => {
    const { random, world, person } = setting
    const [day] = workdays(setting, 1)
    if (day === undefined) return null
    const [files, isLate] = [between(random, 12, 90), random.chance(0.5)]
    const device = `${random.pick([person.name.split(' ')[0] ?? '', 'Home', 'Family', 'My'])} ${random.pick(devices)} ${random.digits(2)}`
    const start = isLate
      ? outsideWork(person, day, anyUnusual(setting), random)
      : duringWork(world, person, day, random)
    const documents = collect(setting, day * dayMs, files, random.chance(0.5) ? kinds : undefined)
    const instants = paced(start, documents.length, between(random, 1, 20) * 1_000, random)
    return {
      steps: stepsWith(person, instants, traceAirDrop, documents, device),
      choices: { files: documents.length, device, isLate, firstDay: dateOf(day) },
      signs: ['AirDrop'],
    }
  },
}
