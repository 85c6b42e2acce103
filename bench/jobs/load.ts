import { loadInto } from '../data/load.ts'
import type { LoadTask } from '../data/load-store.ts'
import { openBareStore } from '../engines/bare-store.ts'
import { report, taskOf } from '../support/child.ts'

const { path, files, events, tenantId } = taskOf<LoadTask>()
const store = await openBareStore(path)
await loadInto(store, files, events, tenantId)
await store.close()
report({ events })
