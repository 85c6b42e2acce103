import { scimLimits } from '@spillway/contract'
import type { Resource } from './patch.ts'
import { base, urn } from './urns.ts'

type Document = Resource & { schemas: string[]; id?: string }

/** RFC 7643, section 5. */
export const configuration: Document = {
  schemas: [urn.configuration],
  documentationUri: 'https://www.rfc-editor.org/rfc/rfc7644',
  patch: { supported: true },
  bulk: { supported: true, maxOperations: scimLimits.bulkOperations, maxPayloadSize: scimLimits.bulkBytes },
  filter: { supported: true, maxResults: scimLimits.page },
  changePassword: { supported: true },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'Provisioning token, or a token of an API client that holds the permission directory.provision',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
}

const resourceType = (id: string, path: string, schema: string, extensions: readonly string[]): Document => ({
  schemas: [urn.resourceType],
  id,
  name: id,
  endpoint: `/${path}`,
  schema,
  schemaExtensions: extensions.map((extension) => ({ schema: extension, required: false })),
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${id}` },
})

export const resourceTypes: readonly Document[] = [
  resourceType('User', 'Users', urn.user, [urn.enterprise]),
  resourceType('Group', 'Groups', urn.group, []),
]

interface Traits {
  readonly type?: 'string' | 'boolean' | 'complex' | 'reference'
  readonly multiValued?: boolean
  readonly required?: boolean
  readonly mutability?: 'readWrite' | 'readOnly' | 'writeOnly' | 'immutable'
  readonly returned?: 'default' | 'never' | 'always'
  readonly uniqueness?: 'none' | 'server'
  readonly caseExact?: boolean
  readonly canonicalValues?: readonly string[]
  readonly referenceTypes?: readonly string[]
  readonly subAttributes?: readonly Resource[]
}

/** An attribute as RFC 7643 section 7 describes it; a plain text unless told. */
const attribute = (name: string, description: string, traits: Traits = {}): Resource => ({
  name,
  description,
  ...{ type: 'string', multiValued: false, required: false, caseExact: false },
  ...{ mutability: 'readWrite', returned: 'default', uniqueness: 'none' },
  ...traits,
})

const complex = (name: string, description: string, subAttributes: Resource[], traits: Traits = {}) =>
  attribute(name, description, { type: 'complex', subAttributes, ...traits })

const flag = (name: string, description: string) => attribute(name, description, { type: 'boolean' })

const schema = (id: string, name: string, attributes: Resource[]): Document => ({
  schemas: [urn.schema],
  id,
  name,
  description: name,
  attributes,
  meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
})

const kindOf = attribute('type', 'What it is for', { canonicalValues: ['work'] })
const primary = flag('primary', 'The one that counts')
const several = { multiValued: true } as const
const readOnly = { mutability: 'readOnly' } as const
const linkTo = (type: 'User' | 'Group', traits: Traits) =>
  attribute('$ref', 'Where it is', { type: 'reference', referenceTypes: [type], caseExact: true, ...traits })

export const schemas: readonly Document[] = [
  schema(urn.user, 'User', [
    attribute('userName', 'Name that the user signs in with', { required: true, uniqueness: 'server' }),
    attribute('externalId', 'Id at the identity provider', { caseExact: true }),
    complex('name', 'Parts of the name', [
      attribute('formatted', 'The whole name', readOnly),
      attribute('givenName', 'First name'),
      attribute('familyName', 'Last name'),
    ]),
    attribute('displayName', 'Name to show'),
    attribute('title', 'Job title'),
    attribute('userType', 'Kind of employment'),
    flag('active', 'False deactivates the user: tokens end at once'),
    attribute('password', 'Password', { mutability: 'writeOnly', returned: 'never' }),
    complex('emails', 'One address, of work', [attribute('value', 'Address'), kindOf, primary], several),
    complex(
      'addresses',
      'One place, of work',
      [
        attribute('locality', 'City'),
        attribute('region', 'Region'),
        attribute('country', 'Country'),
        ...[kindOf, primary],
      ],
      several,
    ),
    complex(
      'groups',
      'Groups of the user',
      [
        attribute('value', 'Id of the group', readOnly),
        linkTo('Group', readOnly),
        attribute('display', 'Name of the group', readOnly),
        attribute('type', 'How the user belongs to it', { canonicalValues: ['direct'], ...readOnly }),
      ],
      { ...several, ...readOnly },
    ),
  ]),
  schema(urn.enterprise, 'EnterpriseUser', [
    attribute('department', 'Department'),
    attribute('division', 'Division'),
    complex('manager', 'Manager', [
      attribute('value', 'Id of the user who is the manager'),
      attribute('displayName', 'Name of the manager', readOnly),
    ]),
  ]),
  schema(urn.group, 'Group', [
    attribute('displayName', 'Name of the group', { required: true, uniqueness: 'server' }),
    attribute('externalId', 'Id at the identity provider', { caseExact: true }),
    complex(
      'members',
      'Users of the group',
      [
        attribute('value', 'Id of the user', { mutability: 'immutable' }),
        linkTo('User', { mutability: 'immutable' }),
        attribute('display', 'User name', readOnly),
        attribute('type', 'What belongs to it', { canonicalValues: ['User'], ...readOnly }),
      ],
      several,
    ),
  ]),
]
