import { firstDayOf, type PartialDate, partsOf } from './dates.ts'
import type { ActorRecord } from './records.ts'
import type { Family } from './service.ts'

/** An actor as the current API shows it. */
export const presentActor = (actor: ActorRecord) => ({
  actorId: actor.id,
  name: actor.name,
  active: actor.active === 1,
  inScope: actor.inScope,
  alternateNames: [...actor.aliases],
  firstName: actor.first_name,
  lastName: actor.last_name,
  title: actor.title,
  division: actor.division,
  department: actor.department,
  employeeType: actor.employment_type,
  locality: actor.locality,
  region: actor.region,
  country: actor.country,
  managerActorId: actor.manager_uid,
  parentActorId: actor.parent_id,
  startDate: actor.start_date && firstDayOf(actor.start_date),
  endDate: actor.end_date && firstDayOf(actor.end_date),
  notes: actor.notes,
})

export const presentFamily = ({ parent, children }: Family) => ({
  parent: presentActor(parent),
  children: children.map(presentActor),
})

/** The same facts as risk profiles of users show them. */
export const presentUserProfile = (actor: ActorRecord) => ({
  ...presentProfile(actor),
  userId: actor.id,
  username: actor.name,
  managerUsername: actor.manager_name,
  cloudAliases: [actor.name, ...actor.aliases],
  deleted: false,
  supportUser: false,
})

/** The same facts as risk profiles of actors show them. */
export const presentActorProfile = (actor: ActorRecord) => ({
  ...presentProfile(actor),
  actorId: actor.id,
  actorname: actor.name,
  managerActorname: actor.manager_name,
})

const presentProfile = (actor: ActorRecord) => ({
  tenantId: actor.tenant_id,
  displayName: actor.display_name ?? fullName(actor.first_name, actor.last_name) ?? actor.name,
  active: actor.active === 1,
  title: actor.title,
  division: actor.division,
  department: actor.department,
  employmentType: actor.employment_type,
  locality: actor.locality,
  region: actor.region,
  country: actor.country,
  managerId: actor.manager_uid,
  managerDisplayName: managerDisplayName(actor),
  startDate: dateOf(actor.start_date),
  endDate: dateOf(actor.end_date),
  notes: actor.notes,
})

const managerDisplayName = (actor: ActorRecord): string | null =>
  actor.manager_display_name ?? fullName(actor.manager_first_name, actor.manager_last_name) ?? actor.manager_name

const fullName = (first: string | null, last: string | null): string | null =>
  [first, last].filter(Boolean).join(' ') || null

const dateOf = (date: string | null): PartialDate | null => (date === null ? null : partsOf(date))
