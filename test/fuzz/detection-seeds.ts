/** Requests about alerts, rules and sessions that are right, but for ids that are not there: path and body. */
export const detectionRequests: readonly (readonly [string, unknown])[] = (() => {
  const id = '00000000-0000-4000-8000-000000000000'
  const tenantId = id
  const filters = [
    { term: 'CreatedAt', operator: 'ON_OR_AFTER', value: '2026-01-01' },
    { term: 'Actor', operator: 'CONTAINS', value: 'a_%' },
    { term: 'State', operator: 'IS', value: 'OPEN' },
    { term: 'Name', operator: 'IS_NOT', value: 'Sticks' },
    { term: 'HasAuthSignificantWatchlist', operator: 'IS', value: true },
  ]
  const search = { tenantId, groups: [{ filterClause: 'OR', filters }], groupClause: 'AND' }
  const paged = { ...search, pgNum: 0, pgSize: 50, srtKey: 'CreatedAt', srtDirection: 'DESC' }
  const rules = [{ ...filters[0] }, { ...filters[3] }, { term: 'IsEnabled', operator: 'IS', value: 'true' }]
  const bag = { userIdFromAuthority: '42', userAliasList: ['a@example.com'] }
  const listed = [{ userIdFromAuthority: '42', aliases: ['a@example.com'] }]
  const draft = {
    name: 'Sticks and links',
    vectors: { removableMedia: { isEnabled: true }, cloudSharing: { box: { publicLinkShare: true } } },
    filters: {
      fileName: { patterns: ['*.key', 'plan?.*'] },
      fileVolume: { countGreaterThan: 10, sizeGreaterThanInBytes: 1_000, operator: 'OR' },
      username: { mode: 'EXCLUDE', usernames: ['a@example.com'] },
      riskSeverity: { low: true, moderate: true, high: true, critical: true },
    },
    windowMinutes: 30,
    isEnabled: false,
  }
  const criteria = 'has_alerts=true&severity=3&state=OPEN&on_or_after=1767225600000&order_by=score'
  return [
    ['/v1/alerts/query-alerts', paged],
    ['/v1/alerts/query-details', { tenantId, alertIds: [id, 'x'] }],
    ['/v1/alerts/update-state', { tenantId, alertIds: [id], state: 'RESOLVED', note: 'known' }],
    ['/v1/alerts/update-all-state', { ...search, state: 'IN_PROGRESS', continuationToken: null }],
    ['/v1/alerts/add-note', { tenantId, alertId: id, note: 'known' }],
    ['/api/v2/query-details-aggregate', { alertId: id }],
    ['/api/v3/query-details-aggregate', { alertId: id }],
    ['/v1/alerts/rules/query-rule-metadata', { ...paged, groups: [{ filterClause: 'AND', filters: rules }] }],
    ['/v1/alert-rules/query-endpoint-exfiltration-rule', { tenantId, ruleIds: [id] }],
    ['/v1/alert-rules/update-is-enabled', { tenantId, ruleIds: [id], isEnabled: true }],
    ['/v1/alert-rules/add-users', { tenantId, ruleId: id, userList: [bag] }],
    ['/v1/alert-rules/remove-users', { tenantId, ruleId: id, userIdList: ['42'] }],
    ['/v1/alert-rules/remove-user-aliases', { tenantId, ruleId: id, userList: [bag] }],
    ['/v1/alert-rules/query-users', { tenantId, ruleId: id }],
    ['/v2/alert-rules/enable', [id]],
    [`/v2/alert-rules/${id}/users`, listed],
    [`/v2/alert-rules/${id}/remove-user-aliases`, listed],
    ['/v1/spillway/rules', draft],
    ['/v1/sessions/change-state', { ids: [id], newState: 'CLOSED' }],
    [`/v1/sessions/change-states?${criteria}`, { continuationToken: null, newState: 'IN_PROGRESS' }],
    [`/v1/sessions/${id}/add-note`, { noteContent: 'known' }],
  ]
})()
