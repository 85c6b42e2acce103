import * as exposure from './exposure.ts'
import { category, indicator, subcategory } from './indicator.ts'
import { uploadGroups, uploadIndicator } from './services.ts'

const each = (labels: ReadonlyMap<string, string>, weight: number, description: (service: string) => string) =>
  [...labels].map(([service, label]) => indicator(label, weight, description(service)))

const cloudExposure = subcategory('Cloud data exposure', 'Files of the company made reachable from outside', [
  ...each(exposure.publicLinkIndicators, 5, (service) => `A file in the company's ${service} got a public link`),
  ...each(exposure.emailIndicators, 3, () => "A file was sent from the company's mail"),
  ...each(exposure.directShareIndicators, 3, (service) => `A file in the company's ${service} was shared with people`),
])

const externalDevices = subcategory('External devices', 'Files moved to devices that are not watched', [
  indicator(exposure.airDrop, 3, 'A file was sent by AirDrop'),
  indicator(exposure.removableMedia, 3, 'A file was written to removable media'),
  ...each(
    exposure.unmonitoredDownloadIndicators,
    6,
    (service) => `A file of the company's ${service} was downloaded to a device without an agent`,
  ),
])

const uploads = uploadGroups.map(({ subcategory: name, weight, source, services }) =>
  subcategory(
    name,
    `Files that went to a service of this kind`,
    services.map((service) => indicator(uploadIndicator(service), weight, `A file was uploaded to ${service}`, source)),
  ),
)

const elsewhere = subcategory('Other', 'Files that went somewhere without an indicator of its own', [
  indicator(exposure.otherDestination, 3, 'A file was uploaded to a place without an indicator of its own'),
  indicator(exposure.unknownDestination, 3, 'A file was uploaded to a place that could not be told'),
])

export const destinations = category('Destinations', 'Where a file went', [
  cloudExposure,
  ...uploads,
  externalDevices,
  elsewhere,
])
