import { iso } from '../iso.ts'
import { cloudEvent, type Recipe, type Scene } from '../scene.ts'

const reports = [
  ['Open opportunities by region', ['Account', 'Amount', 'Close date', 'Owner']],
  ['Customer contacts', ['Name', 'E-mail', 'Phone', 'Account']],
  ['Renewals this quarter', ['Account', 'Product', 'Amount', 'Renewal date']],
  ['Cases by priority', ['Case', 'Account', 'Priority', 'Opened']],
] as const

/** A report pulled from the customer database to a machine nobody watches. */
export const salesforceReport: Recipe = {
  name: 'salesforce-report',
  share: 0.5,
  begin: (scene) => (instant, id) => {
    const [name, headers] = scene.random.pick(reports)
    const count = 1 + Math.round(400 * Math.exp(scene.random.normal()))
    return {
      ...cloudEvent(scene, instant, id, {
        action: 'file-downloaded',
        observer: 'Salesforce',
        detector: 'Corporate Salesforce',
        vector: 'DOWNLOADED',
      }),
      file: reportFile(scene, name, instant, count),
      report: reportFacts(scene, name, headers, count),
      source: { category: 'CRM Tools', name: 'Salesforce' },
      destination: { category: 'Device', name: 'Unmonitored Device' },
    }
  },
}

const reportFile = ({ random }: Scene, name: string, instant: number, count: number) => ({
  name: `${name}.csv`,
  category: 'Spreadsheet',
  mimeType: 'text/csv',
  sizeInBytes: count * (60 + random.integer(80)),
  modified: iso(instant),
  changeType: 'NONE',
})

const reportFacts = ({ random }: Scene, name: string, headers: readonly string[], count: number) => ({
  id: `00O${random.hex(15)}`,
  name,
  description: `${name}, all owners`,
  headers: [...headers],
  count,
  type: random.chance(0.6) ? 'REPORT_TYPE_SAVED' : 'REPORT_TYPE_AD_HOC',
})
