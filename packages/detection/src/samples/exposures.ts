import * as exposure from '../catalogue/exposure.ts'
import { cloud, type IndicatorSamples, localEdit, type Sample, upload } from './sample.ts'

const observers: Readonly<Record<string, string>> = {
  Box: 'Box',
  'Google Drive': 'GoogleDrive',
  OneDrive: 'OneDrive',
  Salesforce: 'Salesforce',
}
const observerOf = (service: string): string => observers[service] ?? ''
const otherThan = (service: string): string => (service === 'Box' ? 'OneDrive' : 'Box')

const shared = (service: string, shareType: string[], what: string): Sample => ({
  what,
  event: cloud(observerOf(service), 'file-shared', { event: { shareType }, source: { name: service } }),
})
const withAll = 'Anyone with the link'
const withSome = 'Shared with specific people'
const withCompany = 'Anyone in your organization'

const sharing = (labels: ReadonlyMap<string, string>, kind: string, otherKind: string): IndicatorSamples[] =>
  [...labels].map(([service, id]) => ({
    id,
    fires: [
      shared(service, [kind], 'shared that way'),
      shared(service, [withCompany, kind], 'shared that way among others'),
      { what: 'by its observer', event: cloud(observerOf(service), 'file-shared', { event: { shareType: [kind] } }) },
    ],
    silent: [
      shared(service, [withCompany], 'shared within the company'),
      shared(service, [otherKind], 'shared another way'),
      shared(service, [], 'shared no further'),
      shared(otherThan(service), [kind], 'in another service'),
      {
        what: 'changed, not shared',
        event: cloud(observerOf(service), 'file-modified', { event: { shareType: [kind] } }),
      },
    ],
  }))

const downloads: readonly IndicatorSamples[] = [...exposure.unmonitoredDownloadIndicators].map(([service, id]) => {
  const downloaded = (name: string, from = service) =>
    cloud(observerOf(from), 'file-downloaded', { source: { name: from }, destination: { category: 'Device', name } })
  return {
    id,
    fires: [{ what: 'to an unknown machine', event: downloaded('Unmonitored Device') }],
    silent: [
      { what: 'to a machine of the company', event: downloaded('ws-1') },
      { what: 'from another service', event: downloaded('Unmonitored Device', otherThan(service)) },
    ],
  }
})

const emails: readonly IndicatorSamples[] = [...exposure.emailIndicators].map(([observer, id]) => ({
  id,
  fires: [{ what: 'sent with the file', event: cloud(observer, 'file-emailed') }],
  silent: [
    {
      what: "sent by the company's other mail",
      event: cloud(observer === 'Gmail' ? 'Office365' : 'Gmail', 'file-emailed'),
    },
    { what: 'uploaded to mail in a browser', event: upload({ name: 'Gmail' }) },
  ],
}))

const onMedia = (action: string): Sample => ({
  what: action,
  event: { event: { action }, destination: { category: 'Device', name: 'Removable Media' } },
})

const devices: readonly IndicatorSamples[] = [
  {
    id: exposure.removableMedia,
    fires: [onMedia('removable-media-created'), onMedia('removable-media-modified')],
    silent: [onMedia('removable-media-deleted'), { what: 'a local edit', event: localEdit() }],
  },
  {
    id: exposure.airDrop,
    fires: [{ what: 'sent by AirDrop', event: upload({ category: 'Device', name: 'AirDrop' }) }],
    silent: [
      { what: 'received by AirDrop', event: { ...localEdit(), source: { category: 'Device', name: 'AirDrop' } } },
      onMedia('removable-media-created'),
    ],
  },
]

const elsewhere: readonly IndicatorSamples[] = [
  {
    id: exposure.otherDestination,
    fires: [{ what: 'a host without indicator', event: upload({ category: 'Uncategorized', name: 'example.com' }) }],
    silent: [
      { what: 'a service with an indicator of its own', event: upload({ name: 'Dropbox' }) },
      { what: 'nothing recognised', event: upload({ category: 'Unknown', name: 'Unknown' }) },
      {
        what: 'several services with indicators',
        event: upload({ category: 'Multiple Possibilities', name: 'Gmail, Slack' }),
      },
    ],
  },
  {
    id: exposure.unknownDestination,
    fires: [
      { what: 'nothing recognised', event: upload({ category: 'Unknown', name: 'Unknown' }) },
      { what: 'no destination', event: upload({}) },
    ],
    silent: [
      { what: 'a known host', event: upload({ category: 'Uncategorized', name: 'example.com' }) },
      { what: 'a local edit', event: localEdit() },
    ],
  },
]

export const exposureSamples: readonly IndicatorSamples[] = [
  ...sharing(exposure.publicLinkIndicators, withAll, withSome),
  ...sharing(exposure.directShareIndicators, withSome, withAll),
  ...downloads,
  ...emails,
  ...devices,
  ...elsewhere,
]
