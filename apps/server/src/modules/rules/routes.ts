import * as contract from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import { presentOwn, presentRule, presentVersion } from './present.ts'
import type { Rule } from './rule.ts'
import type { RuleService } from './service.ts'
import { addUsers, listedUsers, removeAliases, removeEverybody, removeUsers } from './users.ts'

/** Alert rules as published, version 2. */
export const ruleRoutes = (service: RuleService): readonly Route[] => [
  route(contract.listAlertRules, async ({ caller, query }) => {
    const rules = (await service.list(caller)).filter((rule) => asksFor(rule, query.WatchlistId))
    const from = query.PageNumber * query.PageSize
    return rules.slice(from, from + query.PageSize).map(presentRule)
  }),
  route(contract.readAlertRule, async ({ caller, params }) => presentRule(await service.read(caller, params.id))),
  ...switching(service),
  ...listing(service),
]

const asksFor = ({ watchlistId, definition }: Rule, wanted: string | undefined): boolean =>
  wanted === undefined ||
  watchlistId === wanted ||
  (definition.filters?.watchlist?.watchlists.some(({ id }) => id === wanted) ?? false)

const nothing = async (work: Promise<void>): Promise<undefined> => {
  await work
  return undefined
}

const switching = (service: RuleService): readonly Route[] => [
  route(contract.enableAlertRule, ({ caller, params }) => nothing(service.enable(caller, [params.id], true))),
  route(contract.disableAlertRule, ({ caller, params }) => nothing(service.enable(caller, [params.id], false))),
  route(contract.enableAlertRules, ({ caller, body }) => nothing(service.enable(caller, body, true))),
  route(contract.disableAlertRules, ({ caller, body }) => nothing(service.enable(caller, body, false))),
]

/** Whom rules include or exclude by name. */
const listing = (service: RuleService): readonly Route[] => [
  route(contract.readAlertRuleUsers, async ({ caller, params }) =>
    presentListed(await service.read(caller, params.id)),
  ),
  route(contract.addAlertRuleUsers, ({ caller, params, body }) =>
    nothing(service.changeUsers(caller, params.id, addUsers(body))),
  ),
  route(contract.removeSomeAlertRuleUsers, ({ caller, params, body }) =>
    nothing(service.changeUsers(caller, params.id, removeUsers(body))),
  ),
  route(contract.removeAlertRuleAliases, ({ caller, params, body }) =>
    nothing(service.changeUsers(caller, params.id, removeAliases(body))),
  ),
  route(contract.removeAlertRuleUsers, ({ caller, params }) =>
    nothing(service.changeUsers(caller, params.id, removeEverybody)),
  ),
]

/** The mode as the SDK reads it: the text of a number. */
const presentListed = (rule: Rule) => ({
  id: rule.id,
  users: listedUsers(rule).map((user) => ({ ...user, aliases: [...user.aliases] })),
  mode: rule.definition.filters?.username?.mode === 'EXCLUDE' ? ('1' as const) : ('0' as const),
})

/** What the published API has no operations for: making, changing and removing rules. */
export const ownRuleRoutes = (service: RuleService): readonly Route[] => [
  route(contract.listRules, async ({ caller }) => ({ rules: (await service.list(caller)).map(presentOwn) })),
  route(contract.readRule, async ({ caller, params }) => presentOwn(await service.read(caller, params.id))),
  route(contract.listRuleVersions, async ({ caller, params }) => ({
    versions: (await service.versions(caller, params.id)).map(presentVersion),
  })),
  route(contract.createRule, async ({ caller, body }) => presentOwn(await service.create(caller, body))),
  route(contract.replaceRule, async ({ caller, params, body }) =>
    presentOwn(await service.replace(caller, params.id, body)),
  ),
  route(contract.deleteRule, ({ caller, params }) => nothing(service.remove(caller, params.id))),
]
