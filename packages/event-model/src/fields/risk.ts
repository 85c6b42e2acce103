import { boolean, enumeration, integer32, keyword, proposed, published } from './row.ts'

export const riskRows = [
  integer32('risk.score', '2022-06', published(106), 'sum of the indicator weights'),
  enumeration('risk.severity', '2022-06', published(107), 'band of the score'),
  enumeration('risk.indicators[].name', '2022-06', published(108), 'label of the indicator'),
  keyword('risk.indicators[].id', '2023-04', published(109), 'id of the indicator', { repeats: true }),
  integer32('risk.indicators[].weight', '2022-06', published(110), 'points at the time of the event'),
  boolean.required('risk.trusted', '2022-06', published(111), 'the activity is trusted'),
  enumeration('risk.trustReason', '2022-06', published(112), 'why the activity is trusted'),
  keyword.list('risk.untrustedValues.accountNames', '2023-04', published(113), 'account names no trust rule covers', {
    repeats: true,
    privacy: 'personal',
  }),
  keyword.list('risk.untrustedValues.domains', '2023-04', published(114), 'domains no trust rule covers', {
    repeats: true,
  }),
  keyword.list(
    'risk.untrustedValues.gitRepositoryUris',
    '2023-04',
    published(115),
    'repositories no trust rule covers',
    { repeats: true },
  ),
  keyword.list('risk.untrustedValues.slackWorkspaces', '2023-04', published(116), 'workspaces no trust rule covers', {
    repeats: true,
  }),
  keyword.list('risk.untrustedValues.urlPaths', '2023-04', published(117), 'address paths no trust rule covers', {
    repeats: true,
  }),
  enumeration('risk.activityTier', '2025-08', proposed(7), 'tier label of the activity'),
] as const
