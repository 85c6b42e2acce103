import { dateOf, dayMs } from '../../people/calendar.ts'
import { privateAddress } from '../../places.ts'
import type { Random } from '../../random.ts'
import { pushTo, tracePush } from '../../traces/git.ts'
import { anyUnusual, between, collect, duringWork, inParts, outsideWork, paced, workdays } from '../kit.ts'
import { oncePerPush } from '../pushes.ts'
import type { Step, StoryKind } from '../story.ts'

const hosts = [
  ['GitHub', 'github.com'],
  ['GitHub', 'github.com'],
  ['GitLab', 'gitlab.com'],
  ['Bitbucket', 'bitbucket.org'],
] as const
const names = ['notes', 'backup', 'sandbox', 'archive', 'portfolio', 'playground', 'toolbox', 'misc', 'snippets']
const kinds = ['ts', 'py', 'go', 'java', 'js', 'sql'] as const
const developers = new Set(['Engineering', 'Research', 'IT'])

/** Code of the company pushed to a repository of one's own. */
export const sourceCode: StoryKind = {
  name: 'source-code-to-personal-repository',
  suits: (_world, { department }) => developers.has(department.name),
  tell: (setting) => {
    const { random, world, person } = setting
    const [service, host] = random.pick(hosts)
    const repository = `https://${host}/${accountOf(person.userName, random)}/${random.pick(names)}.git`
    const days = workdays(setting, between(random, 1, 4), between(random, 1, 5))
    if (days.length === 0) return null
    const [files, isLate] = [between(random, 15, 160), random.chance(0.35)]
    const unusual = anyUnusual(setting)
    const parts = inParts(collect(setting, (days[0] as number) * dayMs, files, kinds), days.length)
    const steps = parts.flatMap((documents, index): Step[] => {
      const day = days[index] as number
      const start = isLate ? outsideWork(person, day, unusual, random) : duringWork(world, person, day, random)
      const push = oncePerPush((scene) => pushTo(scene, repository, 'src/mirror/', privateAddress(person)))
      const instants = paced(start, documents.length, 60, random)
      return documents.map((document, at) => ({
        ...{ instant: instants[at] as number, person },
        make: (scene, instant, id) => tracePush(scene, instant, id, document, push(scene)),
      }))
    })
    return {
      steps,
      choices: { files, repository, service, isLate, pushes: days.length, firstDay: dateOf(days[0] as number) },
      signs: [`${service} upload`, 'Source code'],
    }
  },
}

const accountOf = (userName: string, random: Random): string => {
  const [given = '', family = ''] = userName.split('.')
  const number = random.integer(99)
  return random.pick([
    `${given}-${family}`,
    `${given.charAt(0)}${family}${number}`,
    `${family}-dev`,
    `${given}${number}`,
  ])
}
