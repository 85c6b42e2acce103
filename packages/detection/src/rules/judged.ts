import type { EventPart } from '@spillway/event-model'

/** Leaves of an event that rules look at, and what is counted of their matches is made of. No rule sees another. */
export const judgedFields = [
  '@timestamp',
  'event.id',
  'event.action',
  'event.observer',
  'event.shareType',
  'event.ingested',
  'event.vector',
  'user.email',
  'user.id',
  'file.name',
  'file.directory',
  'file.category',
  'file.categoryByBytes',
  'file.categoryByExtension',
  'file.mimeTypeByBytes',
  'file.sizeInBytes',
  'source.ip',
  'source.name',
  'destination.category',
  'destination.name',
  'destination.user.emailDomain',
  'destination.removableMedia.name',
  'risk.score',
  'risk.severity',
  'risk.indicators[].name',
  'risk.indicators[].id',
  'risk.indicators[].weight',
  'risk.trusted',
  'responseControls.preventativeControl',
] as const

/** The part of an event that rules are judged by. */
export type JudgedEvent = EventPart<(typeof judgedFields)[number]>
