import { drawMedia } from '../../media.ts'
import { dateOf, dayMs } from '../../people/calendar.ts'
import { traceMedia } from '../../traces/device.ts'
import { between, collect, duringWork, paced, stepsWith, workdays } from '../kit.ts'
import type { StoryKind } from '../story.ts'

const owners = new Set(['IT', 'Research', 'Product Design', 'Engineering', 'Marketing'])

/** A drive that the company has handed out for backups, filled once a week at work. */
export const backupDrive: StoryKind = {
  name: 'backup-drive',
  resembles: 'removable-media-after-hours',
  suits: (_world, { department }) => owners.has(department.name),
  tell: (setting) => {
    const { random, world, person } = setting
    const days = workdays(setting, between(random, 2, 5), between(random, 4, 7))
    const drive = drawMedia(random, `BACKUP-${random.digits(3)}`)
    const files = between(random, 20, 120)
    const steps = days.flatMap((day) => {
      const documents = collect(setting, day * dayMs, files)
      const instants = paced(duringWork(world, person, day, random), documents.length, 3_000, random)
      const copies = stepsWith(person, instants, traceMedia, documents, drive)
      return copies.map((step) => ({ ...step, isInOffice: true }))
    })
    return {
      steps,
      choices: { files, days: days.length, serialNumber: drive.serialNumber, firstDay: dateOf(setting.day) },
      signs: ['Removable media'],
      lacks: ['Off hours', 'Remote'],
      distinguishedBy: `The drive ${drive.serialNumber} is registered, and is filled at work`,
      registeredMedia: drive.serialNumber,
    }
  },
}
