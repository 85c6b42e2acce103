import { keyword, path, published } from './row.ts'

export const gitRows = [
  keyword('git.eventId', '2023-04', published(142), 'shared by all files of one push'),
  keyword('git.lastCommitHash', '2023-04', published(143), 'newest commit of the push'),
  keyword('git.repositoryUri', '2023-04', published(144), 'remote of the repository', { repeats: true }),
  keyword('git.repositoryUser', '2023-04', published(145), 'user configured in the repository', {
    repeats: true,
    privacy: 'personal',
  }),
  keyword('git.repositoryEmail', '2023-04', published(146), 'e-mail configured in the repository', {
    repeats: true,
    privacy: 'personal',
  }),
  path('git.repositoryEndpointPath', '2023-04', published(147), 'where the clone lies on the device', {
    repeats: true,
    privacy: 'content',
  }),
] as const
