import { dateOf } from '../../people/calendar.ts'
import { packed, traceEdit } from '../../traces/local.ts'
import { traceSync } from '../../traces/sync.ts'
import { between, collect, duringWork, stepWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'

/** A finished project is packed and laid into the company's drive, under the name it has. */
export const projectHandover: StoryKind = {
  name: 'project-handover',
  resembles: 'rename-and-zip',
  tell: (setting) => {
    const { random, world, person } = setting
    const [day] = workdays(setting, 1)
    if (day === undefined) return null
    const [drive] = world.organization.company.drives
    const count = between(random, 1, 5)
    const change = ['sync-app-created', 'CREATED', 'UPLOADED'] as const
    const account = { ...drive, accountName: person.email, accountType: 'BUSINESS', change } as const
    let files = 0
    const steps = Array.from({ length: count }, (_, number) => {
      const instant = duringWork(world, person, day, random)
      const documents = collect(setting, instant, between(random, 10, 80))
      files += documents.length
      const name = `${documents[0]?.project.name ?? 'Project'} handover ${number + 1}.zip`
      const archive = packed(documents, name, { instant, random })
      return [
        stepWith(person, instant, traceEdit, archive, ['file-created', 'CREATED']),
        stepWith(person, instant + between(random, 30, 900) * 1_000, traceSync, archive, account),
      ]
    }).flat()
    return {
      steps,
      choices: { files, archives: count, drive: drive.name, firstDay: dateOf(day), person: person.index },
      signs: [],
      lacks: ['File mismatch', 'Zip', `${drive.name} upload`],
      distinguishedBy: "The archives keep their names and go to the company's own account",
    }
  },
}
