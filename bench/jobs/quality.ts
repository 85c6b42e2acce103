import { detectIn, type Setting } from '../quality/detect.ts'
import { report, taskOf } from '../support/child.ts'

const { seed, ...setting } = taskOf<Setting & { readonly seed: string }>()
report(await detectIn(seed, setting))
