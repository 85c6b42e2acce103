import { openEmbeddedDriver } from '../../drivers/embedded.ts'
import { createEventStore } from '../event-store.ts'
import { rowsOf, sampleEvent } from './store.ts'

// A process that inserts batches without end and tells its parent of each one acknowledged.
const [path = '', round = ''] = process.argv.slice(2)
const store = createEventStore({ driver: openEmbeddedDriver({ path }) })
await store.migrate()
for (let batch = 0; ; batch++) {
  const name = `${round}-${batch}`
  const events = Array.from({ length: 20 }, (_, index) => sampleEvent({ 'event.id': `${name}-${index}` }))
  await store.insert(rowsOf(events, { batch: name, firstSeq: batch * 20 + 1 }), events.length, name)
  process.send?.(batch)
}
