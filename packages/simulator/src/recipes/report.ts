import type { Recipe, Scene } from '../scene.ts'
import { type Report, traceReport } from '../traces/report.ts'
import { reports } from '../vocabulary/reports.ts'

/** A report pulled from the register of customers, mostly to the own machine. */
export const salesforceReport: Recipe = {
  name: 'salesforce-report',
  share: 0.5,
  begin: (scene) => (instant, id) => traceReport(scene, instant, id, reportOf(scene)),
}

const reportOf = ({ random, person }: Scene): Report => {
  const [name, headers] = random.pick(reports)
  return {
    ...{ name, headers, count: 1 + Math.round(300 * Math.exp(random.normal())), isSaved: random.chance(0.8) },
    device: random.chance(0.97) ? person.machine.hostName : 'Unmonitored Device',
  }
}
