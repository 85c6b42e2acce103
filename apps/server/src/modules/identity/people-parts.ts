import { importUsers } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { type Route, route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import type { Authenticator } from './authenticator.ts'
import { createDirectoryRepository } from './directory/repository.ts'
import { directoryRoutes } from './directory/routes.ts'
import type { Home } from './first-start.ts'
import { createGroupImport } from './imports/groups.ts'
import { createUserImport } from './imports/users.ts'
import { licenceRoutes } from './licences.ts'
import { createConsoleView } from './organizations/console-view.ts'
import { createInheritance } from './organizations/inheritance.ts'
import { legacyOrganizationRoutes } from './organizations/legacy.ts'
import { createOrganizationLookup, type OrganizationLookup } from './organizations/lookup.ts'
import { createOrganizationRepository } from './organizations/repository.ts'
import { organizationRoutes } from './organizations/routes.ts'
import { createOrganizations, type Organizations } from './organizations/service.ts'
import type { Passwords } from './passwords.ts'
import { createProvisioningRepository } from './provisioning/repository.ts'
import { createProvisioning } from './provisioning/service.ts'
import type { RoleCatalogue } from './roles/catalogue.ts'
import { legacyRoleRoutes } from './roles/legacy.ts'
import type { RoleRepository } from './roles/repository.ts'
import { createRoles, type Roles } from './roles/service.ts'
import { createScimGroups } from './scim/groups.ts'
import { createGroupsRepository } from './scim/groups-repository.ts'
import { scimRoutes } from './scim/routes.ts'
import { createScimUsers } from './scim/users.ts'
import { createFollowers, type UserFollower } from './users/cascade.ts'
import { createUserChanges, type UserChanges } from './users/changes.ts'
import { legacyUserRoutes } from './users/legacy.ts'
import { createUserLifecycle, type UserLifecycle } from './users/lifecycle.ts'
import { createPeople, type People } from './users/people.ts'
import { createPeopleRepository, type PeopleRepository } from './users/repository.ts'
import { userRoutes } from './users/routes.ts'
import { createUserUsages } from './users/usage.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly audit: Audit
  readonly authenticator: Authenticator
  readonly passwords: Passwords
  readonly roles: RoleRepository
  readonly catalogue: RoleCatalogue
  readonly clock: Clock
  readonly newId: NewId
  readonly newSecret: () => string
  readonly home: () => Home
}

export interface PeopleParts {
  readonly routes: readonly Route[]
  readonly people: People
  readonly userChanges: UserChanges
  readonly userLifecycle: UserLifecycle
  readonly roles: Roles
  readonly organizations: Organizations
  readonly organizationLookup: OrganizationLookup
  /** The settings documents that machines of some organizations start with, by uid of the organization. */
  readonly deviceDefaults: ReturnType<typeof createInheritance>['deviceDefaults']
  /** Lets a module above take its own rows along when users are deactivated or activated. */
  followUsers(follower: UserFollower): void
}

/** Users as administrators see them, organizations, roles and the directory. */
export const createPeopleParts = (dependencies: Dependencies): PeopleParts => {
  const { store, roles: roleRepository, catalogue, clock } = dependencies
  const repository = createPeopleRepository(store)
  const lookup = createOrganizationLookup(store, repository)
  const followers = createFollowers()
  const people = createPeople({ repository, roles: roleRepository, catalogue })
  const shared = { ...dependencies, repository, people, followers, organizations: lookup }
  const lifecycle = createUserLifecycle(shared)
  const changes = createUserChanges(shared)
  const roles = createRoles({ ...dependencies, repository: roleRepository, people })
  const organizationRepository = createOrganizationRepository(store)
  const organizations = createOrganizations({ ...dependencies, repository: organizationRepository, lookup, followers })
  const provisioned = provisioningParts({
    ...dependencies,
    users: repository,
    people,
    lifecycle,
    organizations: lookup,
  })
  return {
    people,
    userChanges: changes,
    userLifecycle: lifecycle,
    roles,
    organizations,
    organizationLookup: lookup,
    deviceDefaults: createInheritance(store).deviceDefaults,
    followUsers: followers.add,
    routes: [
      ...userRoutes({ people, lifecycle, roles, lookup }),
      ...legacyUserRoutes({ people, changes, lifecycle, roles, lookup, usages: createUserUsages(store), clock }),
      ...legacyRoleRoutes({ roles, people, clock }),
      ...organizationRoutes(organizations),
      ...legacyOrganizationRoutes({ organizations, people, view: createConsoleView(store), clock }),
      ...licenceRoutes({ store, clock }),
      ...directoryRoutes(createDirectoryRepository(store)),
      ...provisioned,
    ],
  }
}

interface ProvisioningNeeds extends Dependencies {
  readonly users: PeopleRepository
  readonly people: People
  readonly lifecycle: UserLifecycle
  readonly organizations: OrganizationLookup
}

/** What identity providers and imports fill. */
const provisioningParts = (needs: ProvisioningNeeds): readonly Route[] => {
  const repository = createProvisioningRepository(needs.store)
  const provisioning = createProvisioning({ ...needs, repository })
  const users = createScimUsers({ ...needs, repository, provisioning })
  const groupsRepository = createGroupsRepository(needs.store, needs.clock)
  const groups = createScimGroups({ ...needs, repository: groupsRepository })
  const importing = createUserImport({
    ...needs,
    repository,
    provisioning,
    groups: createGroupImport({ ...needs, repository: groupsRepository }),
  })
  return [
    ...scimRoutes({ users, groups }),
    route(importUsers, ({ caller, body }) => importing(caller, body.rows, body.mode)),
  ]
}
