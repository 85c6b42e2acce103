import { uploadGroups, uploadIndicator } from '../catalogue/services.ts'
import { type IndicatorSamples, upload } from './sample.ts'

const everyService = uploadGroups.flatMap(({ services }) => services)

/** A service other than the one given, the next of the list. */
const neighbourOf = (service: string): string =>
  everyService[(everyService.indexOf(service) + 1) % everyService.length] ?? ''

const samplesOf = (service: string): IndicatorSamples => ({
  id: uploadIndicator(service),
  fires: [
    { what: 'read by a browser with the service open', event: upload({ name: service }) },
    {
      what: 'new in a synchronized folder',
      event: { event: { action: 'sync-app-created', observer: 'Endpoint' }, destination: { name: service } },
    },
    {
      what: 'known by its vector alone',
      event: { event: { action: 'file-modified', vector: 'UPLOADED' }, destination: { name: service } },
    },
  ],
  silent: [
    { what: 'uploaded to another service', event: upload({ name: neighbourOf(service) }) },
    { what: 'uploaded to a host of a similar name', event: upload({ category: 'Uncategorized', name: `${service}x` }) },
    {
      what: 'downloaded from the service',
      event: {
        event: { action: 'file-downloaded', observer: 'Endpoint', vector: 'DOWNLOADED' },
        source: { name: service },
        destination: { category: 'Device', name: 'ws-1' },
      },
    },
    {
      what: 'deleted from a synchronized folder',
      event: { event: { action: 'sync-app-deleted', observer: 'Endpoint' }, destination: { name: service } },
    },
  ],
})

export const uploadSamples: readonly IndicatorSamples[] = everyService.map(samplesOf)
