import { keyword, proposed, published } from './row.ts'

export const userRows = [
  keyword('user.email', '2022-06', published(10), "user who acted: the agent's user name, or the cloud account", {
    repeats: true,
    privacy: 'personal',
    cef: 'suser',
  }),
  keyword('user.id', '2022-06', published(11), 'user UID; absent on cloud events', {
    repeats: true,
    privacy: 'personal',
    cef: 'suid',
  }),
  keyword('user.deviceUid', '2022-06', published(12), 'device UID; absent on cloud events', {
    repeats: true,
    cef: 'deviceExternalId',
  }),
  keyword('user.actorHour', '2025-08', proposed(2), 'bucket of one actor and one hour', { privacy: 'personal' }),
  keyword('user.department', '2025-08', proposed(3), 'department of the actor', { repeats: true, privacy: 'personal' }),
  keyword('user.groups[].id', '2025-08', proposed(4), 'directory group the actor belongs to', {
    repeats: true,
    privacy: 'personal',
  }),
  keyword('user.groups[].displayName', '2025-08', proposed(5), 'label of that directory group', {
    repeats: true,
    privacy: 'personal',
  }),
] as const
