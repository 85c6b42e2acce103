import { enumeration, keyword, proposed, published, timestamp } from './row.ts'

export const eventRows = [
  timestamp(
    '@timestamp',
    '2022-06',
    published(1),
    'when the device or cloud service saw the activity, by its own clock',
    { cef: 'end' },
  ),
  keyword.required('event.id', '2022-06', published(2), 'identifies the event; doubles as page token and checkpoint', {
    cef: 'externalId',
  }),
  enumeration('event.action', '2022-06', published(5), 'what was done to the file', { cef: 'eventName' }),
  enumeration('event.observer', '2022-06', published(7), 'data source that reported the activity', {
    cef: 'sourceServiceName',
  }),
  keyword('event.detectorDisplayName', '2023-04', published(8), 'label an administrator gave the cloud connection', {
    repeats: true,
  }),
  enumeration.list('event.shareType', '2022-06', published(6), 'kinds of sharing this event added'),
  enumeration('event.vector', '2023-04', published(9), 'the way the file travelled', { cef: 'vector' }),
  timestamp.required('event.ingested', '2022-07', published(4), 'when the server accepted the event', { cef: 'rt' }),
  timestamp('event.inserted', '2022-06', published(3), 'when the event became searchable', { cef: 'rt' }),
  keyword('event.xfcEventId', '2025-07', proposed(1), 'key of the file contents captured for this event'),
] as const
