import type { Document } from '../../document.ts'
import { drawMedia } from '../../media.ts'
import { dateOf, dayMs } from '../../people/calendar.ts'
import { privatePlace, serviceOf } from '../../places.ts'
import type { Random } from '../../random.ts'
import { traceMedia } from '../../traces/device.ts'
import { packed, renamed, traceEdit, traceRename } from '../../traces/local.ts'
import { traceUpload } from '../../traces/web.ts'
import { anyUnusual, between, collect, duringWork, inParts, outsideWork, stepWith, workdays } from '../kit.ts'
import type { Setting, Step, StoryKind } from '../story.ts'

const disguises = ['jpg', 'mp4', 'mp3', 'png', 'mov', 'pptx'] as const
const stems = ['holiday', 'IMG_2041', 'wedding video', 'playlist', 'scan0007', 'recipes', 'garden', 'marathon']
const places = ['Dropbox', 'WeTransfer', 'Mega', 'Google Drive', 'Gmail', 'ProtonMail'] as const
const archives = ['zip', '7z'] as const

/** Documents packed into archives that then bear the name of something harmless, and leave as that. */
export const renameAndZip: StoryKind = {
  name: 'rename-and-zip',
  tell: (setting) => {
    const { random } = setting
    const days = workdays(setting, between(random, 1, 2), between(random, 1, 4))
    if (days.length === 0) return null
    const count = between(random, days.length, 4)
    const [onMedia, isLate, disguise] = [random.chance(0.3), random.chance(0.5), random.pick(disguises)]
    const tidiesUp = random.chance(0.5)
    const service = onMedia ? 'Removable Media' : random.pick(places)
    const packages = Array.from({ length: count }, (_, number) =>
      wrap(setting, (days[0] as number) * dayMs, `${random.pick(stems)} ${number + 1}.${disguise}`),
    )
    const steps = inParts(packages, days.length).flatMap((part, index) =>
      stepsOf(setting, part, { day: days[index] as number, isLate, service, tidiesUp }),
    )
    const files = packages.reduce((sum, { content }) => sum + content, 0)
    return {
      steps,
      choices: { files, archives: count, disguise, service, isLate, tidiesUp, firstDay: dateOf(days[0] as number) },
      signs: ['File mismatch', 'Zip', onMedia ? 'Removable media' : `${service} upload`],
    }
  },
}

interface Package {
  readonly archive: Document
  readonly disguised: Document
  readonly content: number
}

const wrap = (setting: Setting, instant: number, name: string): Package => {
  const { random } = setting
  const documents = collect(setting, instant, between(random, 8, 60))
  const extension = random.pick(archives)
  const plain = `${documents[0]?.project.name ?? 'files'} ${random.digits(3)}.${extension}`
  const archive = packed(documents, plain, { instant, random, extension })
  return { archive, disguised: renamed(archive, name), content: documents.length }
}

interface Way {
  readonly day: number
  readonly isLate: boolean
  readonly service: string
  /** Deletes what is left on the machine. */
  readonly tidiesUp: boolean
}

const stepsOf = (setting: Setting, packages: readonly Package[], { day, isLate, service, tidiesUp }: Way): Step[] => {
  const { random, world, person } = setting
  const unusual = anyUnusual(setting)
  const leave = leaving(setting, service)
  return packages.flatMap(({ archive, disguised }) => {
    const packedAt = isLate ? outsideWork(person, day, unusual, random) : duringWork(world, person, day, random)
    const renamedAt = packedAt + wait(random)
    const leftAt = renamedAt + wait(random)
    const traces = [stepWith(person, leftAt + wait(random), traceEdit, disguised, ['file-deleted', 'DELETED'])]
    return [
      stepWith(person, packedAt, traceEdit, archive, ['file-created', 'CREATED']),
      stepWith(person, renamedAt, traceRename, disguised, archive),
      leave(leftAt, disguised),
      ...(tidiesUp ? traces : []),
    ]
  })
}

const leaving = ({ random, person }: Setting, service: string): ((instant: number, document: Document) => Step) => {
  if (service === 'Removable Media') {
    const stick = drawMedia(random, 'PHOTOS')
    return (instant, document) => stepWith(person, instant, traceMedia, document, stick)
  }
  const place = privatePlace(serviceOf(service), null)
  return (instant, document) => stepWith(person, instant, traceUpload, document, place)
}

const wait = (random: Random): number => 20_000 + random.integer(900_000)
