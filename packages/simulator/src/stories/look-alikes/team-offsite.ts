import { dateOf, dayMs } from '../../people/calendar.ts'
import { traceAirDrop } from '../../traces/device.ts'
import { about, between, collect, duringWork, paced, stepsWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'
import { colleaguesOf } from './colleagues.ts'

/** A team away for a day or two hands its pictures round. */
export const teamOffsite: StoryKind = {
  name: 'team-offsite',
  resembles: 'airdrop',
  suits: (_world, { machine }) => machine.platform === 'mac',
  tell: (setting) => {
    const { random, world, person } = setting
    const isLike = ({ machine, department }: typeof person) =>
      machine.platform === 'mac' && department === person.department
    const team = [person, ...colleaguesOf(setting, between(random, 2, 7), isLike)]
    const days = workdays(setting, between(random, 1, 2))
    const most = between(random, 10, 40)
    const steps = team.flatMap((actor, index) =>
      days.flatMap((day) => {
        const own = { ...setting, person: actor }
        const pictures = collect(own, day * dayMs, between(random, 3, most), ['jpg', 'png']).map((picture, number) =>
          about(picture, `Offsite ${dateOf(day)} ${number + 1}`),
        )
        const to = team[(index + 1) % team.length]?.machine.hostName ?? ''
        const instants = paced(duringWork(world, actor, day, random), pictures.length, 20_000, random)
        return stepsWith(actor, instants, traceAirDrop, pictures, to)
      }),
    )
    return {
      steps,
      choices: { files: steps.length, people: team.length, days: days.length, firstDay: dateOf(setting.day) },
      signs: ['AirDrop', 'Image'],
      lacks: ['Document', 'PDF', 'Spreadsheet', 'Presentation', 'Source code', 'Zip'],
      distinguishedBy: 'Pictures alone, to machines of the company',
    }
  },
}
