import { type RuleDraft, type RuleEducation, ruleLimits } from '@spillway/contract'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit, AuditType } from '../audit/index.ts'
import { usersOf, wordsOfDraft } from './draft.ts'
import { refused, ruleNotFound, staleVersion } from './refusals.ts'
import type { RuleRepository, RuleTransaction } from './repository.ts'
import type { Rule, RuleWords } from './rule.ts'

/** Refuses a lesson that could not be sent. */
export type CheckEducation = (tenantId: string, education: RuleEducation) => Promise<void>

interface Dependencies {
  readonly repository: RuleRepository
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  /** Makes sure that the rules are there which come with the product and its watchlists. */
  readonly settle: (tenantId: string) => Promise<void>
  readonly checkEducation: CheckEducation
}

/** Alert rules: what they say, and whether they are on. */
export const createRuleService = ({ repository, audit, clock, newId, settle, checkEducation }: Dependencies) => {
  const record = (type: AuditType, actor: Caller, { id, name, version }: Rule): void =>
    audit.record({ type, actor, details: { ruleId: id, ruleName: name, ruleVersion: version } })

  const held = async (caller: Caller, id: string, within: RuleTransaction | null = null): Promise<Rule> => {
    const rule = await repository.find(caller.tenantId, id, within)
    if (!rule) throw ruleNotFound()
    return rule
  }
  const by = (caller: Caller) => ({ modifiedAt: clock().toISOString(), modifiedBy: caller.name })

  const list = async ({ tenantId }: Caller): Promise<readonly Rule[]> => {
    await settle(tenantId)
    return repository.all(tenantId)
  }

  const checked = async ({ tenantId }: Caller, draft: RuleDraft): Promise<RuleWords> => {
    const words = wordsOfDraft(draft)
    if (words.education) await checkEducation(tenantId, words.education)
    return words
  }

  return {
    list,
    read: (caller: Caller, id: string) => held(caller, id),
    versions: async (caller: Caller, id: string) => repository.versions((await held(caller, id)).id),

    create: async (caller: Caller, { isEnabled, ...draft }: RuleDraft & { readonly isEnabled: boolean }) => {
      const words = await checked(caller, draft)
      if ((await list(caller)).length >= ruleLimits.rules)
        throw refused('body', `There are ${ruleLimits.rules} rules already; remove one first`)
      const changed = by(caller)
      const rule: Rule = {
        ...words,
        ...changed,
        id: newId(),
        tenantId: caller.tenantId,
        isEnabled,
        ...{ isSystem: false, source: 'Alerting', watchlistId: null, version: 1 },
        users: usersOf(words, []),
        createdAt: changed.modifiedAt,
        createdBy: changed.modifiedBy,
      }
      await repository.change(caller.tenantId, (within) => repository.insert(within, rule))
      record('alert_rule_created', caller, rule)
      return rule
    },

    replace: async (
      caller: Caller,
      id: string,
      { version, ...draft }: RuleDraft & { version?: number | undefined },
    ) => {
      const words = await checked(caller, draft)
      const rule = await repository.change(caller.tenantId, async (within) => {
        const before = await held(caller, id, within)
        if (version !== undefined && version !== before.version) throw staleVersion(before.version)
        if (words.family !== before.family) throw refused('body.type', `The rule stays a ${before.family}`)
        const users = usersOf(words, before.users)
        const cleared = { removedIndicators: [], warning: null }
        const after = { ...before, ...words, ...by(caller), ...cleared, users, version: before.version + 1 }
        await repository.save(within, after)
        return after
      })
      record('alert_rule_updated', caller, rule)
      return rule
    },

    /** Switches all of the rules, or none where one is not there. */
    enable: async (caller: Caller, ids: readonly string[], isEnabled: boolean): Promise<void> => {
      const switched = await repository.change(caller.tenantId, async (within) => {
        const rules: Rule[] = []
        for (const id of new Set(ids)) rules.push(await held(caller, id, within))
        const others = rules.filter((rule) => rule.isEnabled !== isEnabled)
        for (const rule of others) await repository.save(within, { ...rule, isEnabled, warning: null, ...by(caller) })
        return others
      })
      for (const rule of switched) record(isEnabled ? 'alert_rule_enabled' : 'alert_rule_disabled', caller, rule)
    },

    remove: async (caller: Caller, id: string): Promise<void> => {
      const rule = await repository.change(caller.tenantId, async (within) => {
        const before = await held(caller, id, within)
        await repository.remove(within, before.id, clock().toISOString())
        return before
      })
      record('alert_rule_deleted', caller, rule)
    },

    /** Changes who is on the list of a rule. */
    changeUsers: async (caller: Caller, id: string, change: (rule: Rule) => Rule): Promise<void> => {
      const rule = await repository.change(caller.tenantId, async (within) => {
        const before = await held(caller, id, within)
        const after = { ...change(before), ...by(caller), version: before.version + 1 }
        await repository.save(within, after)
        return after
      })
      record('alert_rule_users_changed', caller, rule)
    },
  }
}

export type RuleService = ReturnType<typeof createRuleService>
