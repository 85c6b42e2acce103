import {
  activateOrganization,
  createOrganization,
  deactivateOrganization,
  listOrganizations,
  readOrganization,
  updateOrganization,
} from '@spillway/contract'
import { type Route, route, text } from '../../../http/index.ts'
import type { OrganizationCounts, OrganizationRecord } from './repository.ts'
import type { Organizations } from './service.ts'

/** The list is not paged; far above what any installation has. */
const everyOrganization = 100_000

export const organizationRoutes = (organizations: Organizations): readonly Route[] => {
  const present = async (records: readonly OrganizationRecord[]) => {
    const counts = await organizations.counts(records)
    return records.map((record) => presentOrganization(record, counts.get(record.uid)))
  }
  const presentOne = async (record: OrganizationRecord) =>
    presentOrganization(record, (await organizations.counts([record])).get(record.uid))

  return [
    route(listOrganizations, async ({ caller, query }) => {
      const { organizations: found, totalCount } = await organizations.list(caller, query, everyOrganization)
      return { orgs: await present(found), totalCount }
    }),
    route(createOrganization, async ({ caller, body }) => {
      const wish = { name: body.orgName, externalReference: body.orgExtRef ?? null, notes: body.notes ?? null }
      const parent = body.parentOrgGuid ? { guid: body.parentOrgGuid } : undefined
      return presentOne(await organizations.create(caller, wish, parent))
    }),
    route(readOrganization, async ({ caller, params }) =>
      presentOne(await organizations.read(caller, { guid: params.orgGuid })),
    ),
    route(updateOrganization, async ({ caller, params, body }) => {
      const wish = { name: body.orgName, externalReference: body.orgExtRef ?? null, notes: body.notes ?? null }
      return presentOne(await organizations.update(caller, { guid: params.orgGuid }, wish))
    }),
    route(activateOrganization, async ({ caller, params }) => {
      await organizations.activate(caller, { guid: params.orgGuid })
      return text('')
    }),
    route(deactivateOrganization, async ({ caller, params }) => {
      await organizations.deactivate(caller, { guid: params.orgGuid })
      return text('')
    }),
  ]
}

const presentOrganization = (organization: OrganizationRecord, counts: OrganizationCounts | undefined) => ({
  orgGuid: organization.guid,
  orgName: organization.name,
  orgExtRef: organization.external_reference,
  notes: organization.notes,
  parentOrgGuid: organization.parent_guid,
  active: organization.active === 1,
  creationDate: organization.created_at,
  modificationDate: organization.modified_at,
  deactivationDate: organization.deactivated_at,
  registrationKey: organization.registration_key,
  userCount: counts?.users ?? 0,
  computerCount: counts?.computers ?? 0,
  orgCount: counts?.children ?? 0,
})
