/** A request that must be refused: method, path of the definition, status, URL and body. */
export type Refusal = readonly [method: string, path: string, status: number, url: string, body?: object]

const user = '/v1/users/{userId}'
const org = '/v1/orgs/{orgGuid}'
/** Texts that no id can be. */
const broken = '%00'

/** Bad requests and things that are not there; `:user`, `:org` and `:agent` stand for those of the test. */
export const peopleRefusals: readonly Refusal[] = [
  ['GET', '/v1/users', 400, '/v1/users?pageSize=0'],
  ['GET', user, 400, `/v1/users/${broken}`],
  ['GET', user, 404, '/v1/users/none'],
  ['GET', `${user}/devices`, 400, '/v1/users/:user/devices?sortKey=colour'],
  ['GET', `${user}/devices`, 404, '/v1/users/none/devices'],
  ['GET', '/v1/users/roles', 400, '/v1/users/roles?page=first'],
  ['GET', '/v1/users/roles/{roleId}', 400, `/v1/users/roles/${broken}`],
  ['GET', '/v1/users/roles/{roleId}', 404, '/v1/users/roles/none'],
  ['GET', `${user}/roles`, 400, '/v1/users/:user/roles?pageSize=many'],
  ['GET', `${user}/roles`, 404, '/v1/users/none/roles'],
  ['PUT', `${user}/roles`, 400, '/v1/users/:user/roles', { roleIds: 'desktop-user' }],
  ['PUT', `${user}/roles`, 404, '/v1/users/none/roles', { roleIds: [] }],
  ['POST', `${user}/activate`, 400, `/v1/users/${broken}/activate`],
  ['POST', `${user}/activate`, 404, '/v1/users/none/activate'],
  ['POST', `${user}/deactivate`, 404, '/v1/users/none/deactivate'],
  ['POST', `${user}/move`, 404, '/v1/users/none/move', { orgGuid: ':org' }],
  ['GET', '/v1/orgs', 400, '/v1/orgs?active=perhaps'],
  ['POST', '/v1/orgs', 400, '/v1/orgs', { orgName: '' }],
  ['GET', org, 400, `/v1/orgs/${broken}`],
  ['GET', org, 404, '/v1/orgs/none'],
  ['PUT', org, 400, '/v1/orgs/:org', { notes: 'a name is missing' }],
  ['PUT', org, 404, '/v1/orgs/none', { orgName: 'Nowhere' }],
  ['POST', `${org}/activate`, 400, `/v1/orgs/${broken}/activate`],
  ['POST', `${org}/activate`, 404, '/v1/orgs/none/activate'],
  ['POST', `${org}/deactivate`, 400, `/v1/orgs/${broken}/deactivate`],
  ['POST', `${org}/deactivate`, 404, '/v1/orgs/none/deactivate'],
  ['GET', '/v1/agents', 400, '/v1/agents?srtKey=COLOUR'],
  ['GET', '/v1/agents/{agentId}', 400, `/v1/agents/${broken}`],
  ['GET', '/v1/agents/{agentId}', 404, '/v1/agents/1'],
  ['PUT', '/v1/agents/{agentId}', 400, '/v1/agents/:agent', { name: '' }],
  ['PUT', '/v1/agents/{agentId}', 404, '/v1/agents/1', { name: 'x' }],
  ['POST', '/v1/agents/activate', 400, '/v1/agents/activate', { agentIds: 'all' }],
  ['POST', '/v1/agents/activate', 404, '/v1/agents/activate', { agentIds: ['1'] }],
  ['POST', '/v1/agents/deactivate', 400, '/v1/agents/deactivate', {}],
  ['POST', '/v1/agents/deactivate', 404, '/v1/agents/deactivate', { agentIds: ['1'] }],
  ['GET', '/v1/devices', 400, '/v1/devices?page=0'],
  ['GET', '/v1/devices/{deviceId}', 400, `/v1/devices/${broken}`],
  ['GET', '/v1/devices/{deviceId}', 404, '/v1/devices/1'],
  ['GET', '/v1/departments', 400, '/v1/departments?page_size=0'],
  ['GET', '/v1/directory-groups', 400, '/v1/directory-groups?page=-1'],
]
