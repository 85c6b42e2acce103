import type { FileEventInput } from '@spillway/event-model'
import { iso } from '../iso.ts'
import { hashText } from '../random.ts'
import { cloudEvent, type EventId, type Scene } from '../scene.ts'

/** A report as the register of customers gives it out. */
export interface Report {
  readonly name: string
  readonly headers: readonly string[]
  /** Rows. */
  readonly count: number
  readonly isSaved: boolean
  /** Name of the machine that it went to. */
  readonly device: string
}

/** A report pulled from the company's register of customers. */
export const traceReport = (scene: Scene, instant: number, id: EventId, report: Report): FileEventInput => ({
  ...cloudEvent(scene, instant, id, {
    ...{ action: 'file-downloaded', observer: 'Salesforce', detector: 'Corporate Salesforce', vector: 'DOWNLOADED' },
  }),
  file: {
    name: `${report.name}.csv`,
    ...{ category: 'Spreadsheet', mimeType: 'text/csv', changeType: 'NONE' },
    sizeInBytes: report.count * (60 + scene.random.integer(80)),
    modified: iso(instant),
  },
  report: {
    id: idOf(scene, report),
    name: report.name,
    description: `${report.name}, all owners`,
    headers: [...report.headers],
    count: report.count,
    type: report.isSaved ? 'REPORT_TYPE_SAVED' : 'REPORT_TYPE_AD_HOC',
  },
  source: { category: 'CRM Tools', name: 'Salesforce' },
  destination: { category: 'Device', name: report.device },
})

/** A saved report keeps its id. */
const idOf = ({ organization, random }: Scene, { name, isSaved }: Report): string => {
  const id = hashText(`${organization.tenantId} ${name}`).toString(36).padStart(7, '0').toUpperCase()
  return `00O${isSaved ? `${id}4Q0aEA0` : random.hex(14)}A`
}
