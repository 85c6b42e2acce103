import type { createOrganization, listOrganizations, readOrganization, updateOrganization } from '@spillway/contract'
import { acting, posting, putting, reading, segment } from '../core/calls.ts'
import type { BodyOf, QueryOf, ResponseOf } from '../core/operation-types.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/orgs'

export type Organization = ResponseOf<typeof readOrganization>
export type OrganizationQuery = QueryOf<typeof listOrganizations>
export type NewOrganization = BodyOf<typeof createOrganization>
export type OrganizationChange = BodyOf<typeof updateOrganization>

export const createOrganizations = (requester: Requester) => {
  const at = (orgGuid: string): string => `${path}/${segment(orgGuid)}`
  return {
    /** All of them, the root first. */
    list: async (query: OrganizationQuery = {}, options?: CallOptions): Promise<readonly Organization[]> =>
      (await requester.json<ResponseOf<typeof listOrganizations>>(reading(path, options, query))).orgs,

    get: (orgGuid: string, options?: CallOptions) => requester.json<Organization>(reading(at(orgGuid), options)),
    /** Under the root unless another parent is named. */
    create: (organization: NewOrganization, options?: CallOptions) =>
      requester.json<Organization>(posting(path, organization, false, options)),
    /** Replaces name, reference and notes. */
    update: (orgGuid: string, change: OrganizationChange, options?: CallOptions) =>
      requester.json<Organization>(putting(at(orgGuid), change, options)),
    activate: (orgGuid: string, options?: CallOptions) =>
      requester.nothing(acting(`${at(orgGuid)}/activate`, true, options)),
    /** With the organizations under it, their users and machines. */
    deactivate: (orgGuid: string, options?: CallOptions) =>
      requester.nothing(acting(`${at(orgGuid)}/deactivate`, true, options)),
  }
}
