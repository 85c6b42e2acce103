import { enumeration, keyword, legacy, timestamp } from './row.ts'

export const relatedEventsRows = [
  timestamp('event.relatedEvents[].agentTimestamp', '2022-07', legacy(3), 'time of the linked event', {
    until: '2024-09',
  }),
  enumeration('event.relatedEvents[].eventAction', '2022-07', legacy(4), 'action of the linked event', {
    until: '2024-09',
  }),
  keyword('event.relatedEvents[].id', '2022-07', legacy(5), 'id of the linked event', { until: '2024-09' }),
  enumeration(
    'event.relatedEvents[].sourceCategory',
    '2022-07',
    legacy(6),
    'kind of place the file came from, as the linked event knew it',
    { until: '2024-09' },
  ),
  keyword(
    'event.relatedEvents[].sourceName',
    '2022-07',
    legacy(7),
    'name of the place the file came from, as the linked event knew it',
    { repeats: true, until: '2024-09' },
  ),
  keyword('event.relatedEvents[].userEmail', '2022-07', legacy(12), 'user who acted in the linked event', {
    repeats: true,
    privacy: 'personal',
    until: '2024-09',
  }),
  keyword('event.relatedEvents[].tabs[].title', '2022-07', legacy(8), 'window or tab title in the linked event', {
    privacy: 'content',
    until: '2024-09',
  }),
  keyword('event.relatedEvents[].tabs[].titleError', '2022-07', legacy(9), 'reason the title is missing', {
    repeats: true,
    until: '2024-09',
  }),
  keyword('event.relatedEvents[].tabs[].url', '2022-07', legacy(10), 'tab address in the linked event', {
    privacy: 'content',
    until: '2024-09',
  }),
  keyword('event.relatedEvents[].tabs[].urlError', '2022-07', legacy(11), 'reason the address is missing', {
    repeats: true,
    until: '2024-09',
  }),
] as const
