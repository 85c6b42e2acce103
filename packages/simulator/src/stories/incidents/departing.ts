import { dateOf, dayMs } from '../../people/calendar.ts'
import { privateAddress, privatePlace, serviceOf } from '../../places.ts'
import { traceSync } from '../../traces/sync.ts'
import { traceUpload } from '../../traces/web.ts'
import { anyUnusual, between, collect, duringWork, inParts, outsideWork, paced, stepsWith, workdays } from '../kit.ts'
import type { Setting, Step, StoryKind } from '../story.ts'

const browsed = ['Dropbox', 'Google Drive', 'Mega', 'WeTransfer', 'iCloud', 'OneDrive'] as const
const synced = ['Dropbox', 'iCloud', 'Google Drive'] as const

/** Somebody who is about to leave takes work along into a private cloud. */
export const departing: StoryKind = {
  name: 'departing-to-personal-cloud',
  suits: (world, person, day) => {
    const { leaves, announced } = world.employmentOf(person)
    return leaves - day >= 3 && leaves - day <= 30 && announced <= day + 25
  },
  tell: (setting) => {
    const { random, world, person } = setting
    const evenings = random.chance(0.4)
    const viaSync = random.chance(0.25)
    const service = random.pick(viaSync ? synced : browsed)
    const days = workdays(setting, between(random, 1, 4))
    if (days.length === 0) return null
    const files = between(random, 25, 140)
    const { leaves } = world.employmentOf(person)
    return {
      steps: stepsOf(setting, { days, files, service, viaSync, evenings }),
      choices: {
        ...{ files, service, viaSync, evenings, days: days.length, firstDay: dateOf(days[0] as number) },
        daysBeforeLeaving: leaves - (days[0] as number),
      },
      signs: [`${service} upload`],
    }
  },
}

interface Way {
  readonly days: readonly number[]
  readonly files: number
  readonly service: string
  readonly viaSync: boolean
  readonly evenings: boolean
}

const stepsOf = (setting: Setting, { days, files, service, viaSync, evenings }: Way): Step[] => {
  const { random, world, person } = setting
  const accountName = privateAddress(person)
  const place = privatePlace(serviceOf(service), random.chance(0.6) ? accountName : null)
  const parts = inParts(collect(setting, (days[0] as number) * dayMs, files), days.length)
  const gap = between(random, 4, 40) * 1_000
  const unusual = anyUnusual(setting)
  return parts.flatMap((documents, index) => {
    const day = days[index] as number
    const start = evenings ? outsideWork(person, day, unusual, random) : duringWork(world, person, day, random)
    const instants = paced(start, documents.length, gap, random)
    if (!viaSync) return stepsWith(person, instants, traceUpload, documents, place)
    const change = ['sync-app-created', 'CREATED', 'UPLOADED'] as const
    const account = { name: service, folder: `${service}/`, accountName, accountType: 'PERSONAL', change } as const
    return stepsWith(person, instants, traceSync, documents, account)
  })
}
