import { deviceNames, observedServices, type PlaceCategory, type Service, serviceNamed } from '@spillway/content'
import type { FileEvent } from '@spillway/event-model'
import { addressesOf, emailDomainsOf, hostsOf, readAddress, serviceOf, type WebAddress } from './address.ts'
import type { Origin } from './origin.ts'

interface Place {
  readonly category: PlaceCategory
  readonly name: string | null
}
type Side = FileEvent['source'] | FileEvent['destination']

const unknownPlace: Place = { category: 'Unknown', name: 'Unknown' }
const removableMedia: Place = { category: 'Device', name: deviceNames.removableMedia }
const unmonitoredDevice: Place = { category: 'Device', name: deviceNames.unmonitored }

/** Fills hosts, machine facts and the categories and names of source and destination, where the sender left them open. */
export const enrichPlaces = (event: FileEvent, origin: Origin): void => {
  const { source, destination } = event
  const from = fillDomains(source)
  const to = fillDomains(destination)
  for (const acquired of event.file.acquiredFrom) {
    if (acquired.sourceDomains.length === 0) acquired.sourceDomains = hostsOf(addressesOf(acquired.tabs))
  }
  if (destination.user.emailDomain.length === 0) destination.user.emailDomain = emailDomainsOf(destination.user.email)
  if (event.event.observer === 'Endpoint') placeEndpointEvent(event, origin, from, to)
  else placeCloudEvent(event)
  nameCategory(source)
  nameCategory(destination)
}

const fillDomains = (side: Side): readonly WebAddress[] => {
  if (side.tabs.length === 0) return []
  const addresses = addressesOf(side.tabs)
  if (side.domains.length === 0) side.domains = hostsOf(addresses)
  return addresses
}

const placeEndpointEvent = (
  event: FileEvent,
  origin: Origin,
  from: readonly WebAddress[],
  to: readonly WebAddress[],
): void => {
  if (event.event.action === 'file-downloaded') placeDownload(event, origin, from)
  else placeActivity(event, origin, to)
}

const placeDownload = ({ source, destination }: FileEvent, origin: Origin, from: readonly WebAddress[]): void => {
  settle(source, placeOfTabs(from))
  settle(destination, { category: 'Device', name: origin.agent?.hostname ?? null })
  describeMachine(destination, origin)
}

const placeActivity = (event: FileEvent, origin: Origin, to: readonly WebAddress[]): void => {
  const { source, destination } = event
  describeMachine(source, origin)
  source.name ??= origin.agent?.hostname ?? null
  source.domain ??= origin.agent?.hostname ?? null
  const target = destinationOf(event, to)
  if (!target) return
  source.category ??= 'Device'
  settle(destination, target)
}

/** Where an endpoint event took the file; null for activity that stays on the machine. */
const destinationOf = (event: FileEvent, to: readonly WebAddress[]): Place | null => {
  const action = event.event.action ?? ''
  if (action === 'application-read') return placeOfTabs(to.length > 0 ? to : repositoryOf(event))
  if (action.startsWith('removable-media-')) return removableMedia
  if (action.startsWith('sync-app-')) return unknownPlace
  return action === 'file-printed' ? { category: 'Device', name: event.destination.printerName } : null
}

const repositoryOf = ({ git }: FileEvent): readonly WebAddress[] => {
  if (git.repositoryUri === null) return []
  // `git@host:path` is the short form of `ssh://git@host/path`.
  const short = /^[\w.-]+@([\w.-]+):(?!\/\/)(.*)$/.exec(git.repositoryUri)
  const address = readAddress(short ? `ssh://${short[1]}/${short[2]}` : git.repositoryUri)
  return address ? [address] : []
}

const placeCloudEvent = ({ event, source, destination }: FileEvent): void => {
  const name = observedServices.get(event.observer ?? '')
  const service = name === undefined ? null : serviceNamed(name)
  if (!service) return
  settle(source, service)
  if (event.action === 'file-downloaded') settle(destination, unmonitoredDevice)
}

const placeOfTabs = (addresses: readonly WebAddress[]): Place => {
  const services: Service[] = []
  for (const address of addresses) {
    const service = serviceOf(address)
    if (service && !services.includes(service)) services.push(service)
  }
  if (services.length > 1)
    return { category: 'Multiple Possibilities', name: services.map(({ name }) => name).join(', ') }
  const [host] = addresses
  return services[0] ?? (host ? { category: 'Uncategorized', name: host.host } : unknownPlace)
}

/** A sender that named either half of a place knows better. */
const settle = (side: Side, place: Place): void => {
  if (side.category !== null || side.name !== null) return
  side.category = place.category
  side.name = place.name
}

const nameCategory = (side: Side): void => {
  if (side.category === null && side.name !== null) side.category = serviceNamed(side.name)?.category ?? null
}

const describeMachine = (side: Side, { ip, agent }: Origin): void => {
  side.ip ??= ip
  side.operatingSystem ??= agent?.operatingSystem ?? null
}
