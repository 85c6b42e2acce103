import * as contract from '@spillway/contract'
import type { RuleFamily } from '@spillway/detection'
import type { z } from 'zod'
import { type Caller, type Route, route } from '../../http/index.ts'
import type { RuleSearch } from './metadata.ts'
import * as present from './present-v1.ts'
import { systemRuleV1 } from './refusals.ts'
import type { Rule } from './rule.ts'
import type { RuleService } from './service.ts'
import { addUsers, removeAliases, removeEverybody, removeUsers } from './users.ts'

const bagOf = ({ userIdFromAuthority, userAliasList }: z.output<typeof contract.UserBag>) => ({
  userIdFromAuthority,
  aliases: userAliasList,
})

/** Alert rules as version 1 has them. */
export const ruleRoutesV1 = (service: RuleService, search: RuleSearch): readonly Route[] => {
  const changed = async (caller: Caller, ruleId: string, change: (rule: Rule) => Rule) => {
    await service.changeUsers(caller, ruleId, (rule) => {
      if (rule.isSystem) throw systemRuleV1()
      return change(rule)
    })
    return {}
  }
  const ofFamily = async <Shown>(
    caller: Caller,
    ids: readonly string[],
    family: RuleFamily,
    show: (rule: Rule) => Shown,
  ): Promise<{ rules: Shown[] }> => {
    const rules = (await service.list(caller)).filter((rule) => rule.family === family && ids.includes(rule.id))
    return { rules: rules.map(show) }
  }
  return [
    route(contract.updateRulesEnabledV1, async ({ caller, body }) => {
      await service.enable(caller, body.ruleIds, body.isEnabled)
      return {}
    }),
    route(contract.addRuleUsersV1, ({ caller, body }) =>
      changed(caller, body.ruleId, addUsers(body.userList.map(bagOf))),
    ),
    route(contract.removeRuleUsersV1, ({ caller, body }) => changed(caller, body.ruleId, removeUsers(body.userIdList))),
    route(contract.removeRuleAliasesV1, ({ caller, body }) =>
      changed(caller, body.ruleId, removeAliases(body.userList.map(bagOf))),
    ),
    route(contract.removeAllRuleUsersV1, ({ caller, body }) => changed(caller, body.ruleId, removeEverybody)),
    route(contract.queryRuleUsersV1, async ({ caller, body }) =>
      present.presentUsers(await service.read(caller, body.ruleId)),
    ),
    route(contract.queryEndpointRulesV1, ({ caller, body }) =>
      ofFamily(caller, body.ruleIds, 'FED_ENDPOINT_EXFILTRATION', present.presentEndpointRule),
    ),
    route(contract.queryCloudShareRulesV1, ({ caller, body }) =>
      ofFamily(caller, body.ruleIds, 'FED_CLOUD_SHARE_PERMISSIONS', present.presentCloudShareRule),
    ),
    route(contract.queryMismatchRulesV1, ({ caller, body }) =>
      ofFamily(caller, body.ruleIds, 'FED_FILE_TYPE_MISMATCH', present.presentMismatchRule),
    ),
    route(contract.queryFileNameRulesV1, ({ caller, body }) =>
      ofFamily(caller, body.ruleIds, 'FED_FILE_NAME_MATCH', present.presentFileNameRule),
    ),
    route(contract.queryRuleMetadata, ({ caller, body }) => search(caller, body)),
  ]
}
