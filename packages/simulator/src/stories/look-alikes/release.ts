import { dateOf, dayMs } from '../../people/calendar.ts'
import { pushTo, tracePush } from '../../traces/git.ts'
import { between, collect, duringWork, inParts, paced, workdays } from '../kit.ts'
import { oncePerPush } from '../pushes.ts'
import type { Step, StoryKind } from '../story.ts'

const kinds = ['ts', 'py', 'go', 'java', 'js', 'sql', 'yaml'] as const

/** A release: far more code than on other days goes to the company's own repository. */
export const release: StoryKind = {
  name: 'release',
  resembles: 'source-code-to-personal-repository',
  suits: (_world, { department }) => department.name === 'Engineering' || department.name === 'Research',
  tell: (setting) => {
    const { random, world, person } = setting
    const days = workdays(setting, between(random, 1, 3))
    if (days.length === 0) return null
    const [files, project] = [between(random, 60, 300), random.pick(person.projects)]
    const documents = collect(setting, (days[0] as number) * dayMs, files, kinds)
    const parts = inParts(documents, days.length)
    const steps = parts.flatMap((part, index): Step[] => {
      const push = oncePerPush((scene) => pushTo(scene, project.repository, 'src/release/'))
      const instants = paced(duringWork(world, person, days[index] as number, random), part.length, 40, random)
      return part.map((document, at) => ({
        ...{ instant: instants[at] as number, person },
        make: (scene, instant, id) => tracePush(scene, instant, id, document, push(scene)),
      }))
    })
    return {
      steps,
      choices: { files: documents.length, project: project.key, pushes: days.length, firstDay: dateOf(setting.day) },
      signs: [],
      lacks: ['GitHub upload', 'Source code'],
      distinguishedBy: `The company trusts ${project.repository}`,
    }
  },
}
