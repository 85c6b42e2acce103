import type { World } from '../life/world.ts'
import type { Organization } from '../organization.ts'
import { dateOf } from '../people/calendar.ts'
import { companyPaths } from '../places.ts'
import type { Story } from '../stories/plan.ts'

/** Something the company trusts, as `POST /v2/trusted-activities` takes it, and since when. */
export interface SampleTrust {
  readonly type: 'DOMAIN' | 'URL_PATH' | 'SLACK' | 'GIT_REPOSITORY_URI'
  readonly value: string
  readonly description: string
  readonly isHighValueSource: boolean
  /** What a repository is trusted for; a domain without groups is trusted for everything. */
  readonly activityActionGroups?: readonly {
    readonly name: 'DEFAULT'
    readonly activityActions: readonly { readonly type: 'GIT_PUSH' }[]
  }[]
  /** Calendar date. */
  readonly since: string
}

/** Everything that the company trusts: its own services, its partners, and what stories brought. */
export const trustOf = (world: World, stories: readonly Story[]): SampleTrust[] => {
  const { organization, begins } = world
  const { company } = organization
  const since = dateOf(begins)
  const own = (type: SampleTrust['type'], description: string) => (value: string) => ({
    ...{ type, value, description, isHighValueSource: false, since },
  })
  return [
    own('DOMAIN', 'The company itself')(company.domain),
    ...[`${company.slug}-my.sharepoint.com`, `${company.slug}.app.box.com`].map(own('DOMAIN', 'Own cloud')),
    ...company.partners.map(own('DOMAIN', 'Partner')),
    ...companyPaths(company).map(own('URL_PATH', 'Own pages of a service')),
    ...(company.chat === 'Slack' ? [own('SLACK', 'Own workspace')(company.name)] : []),
    ...repositoriesOf(organization).map(own('GIT_REPOSITORY_URI', 'Own repository')).map(forPushes),
    ...trustOfStories(stories),
  ]
}

const forPushes = (trust: SampleTrust): SampleTrust => ({
  ...trust,
  activityActionGroups: [{ name: 'DEFAULT', activityActions: [{ type: 'GIT_PUSH' }] }],
})

const repositoriesOf = ({ people }: Organization): string[] => [
  ...new Set(people.flatMap(({ projects }) => projects.map(({ repository }) => repository))),
]

const trustOfStories = (stories: readonly Story[]): SampleTrust[] => {
  const known = new Map<string, SampleTrust>()
  for (const { trust } of stories) {
    if (!trust || known.has(trust.value)) continue
    const { type, value, day } = trust
    known.set(value, { type, value, description: 'New tool', isHighValueSource: false, since: dateOf(day) })
  }
  return [...known.values()]
}
