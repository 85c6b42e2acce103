import type { createRule, listRules, listRuleVersions, readRule } from '@spillway/contract'
import { posting, putting, reading, removing, segment } from '../core/calls.ts'
import type { BodyOf, ResponseOf } from '../core/operation-types.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

/** A rule with everything there is to know about it. */
export type Rule = ResponseOf<typeof readRule>
/** What a rule is to say; what is left out has its default. */
export type RuleDraft = BodyOf<typeof createRule>
/** What a rule said in one of its versions. */
export type RuleVersion = ResponseOf<typeof listRuleVersions>['versions'][number]

const path = '/v1/spillway/rules'

export const createRules = (requester: Requester) => ({
  /** Every rule, by name. */
  list: async (options?: CallOptions): Promise<readonly Rule[]> =>
    (await requester.json<ResponseOf<typeof listRules>>(reading(path, options))).rules,

  get: (id: string, options?: CallOptions) => requester.json<Rule>(reading(`${path}/${segment(id)}`, options)),

  create: (draft: RuleDraft, options?: CallOptions) => requester.json<Rule>(posting(path, draft, false, options)),

  /** Makes the next version of it. */
  replace: (id: string, draft: RuleDraft, options?: CallOptions) =>
    requester.json<Rule>(putting(`${path}/${segment(id)}`, draft, options)),

  remove: (id: string, options?: CallOptions) => requester.nothing(removing(`${path}/${segment(id)}`, options)),

  /** The newest first. */
  versions: async (id: string, options?: CallOptions): Promise<readonly RuleVersion[]> => {
    const answer = reading(`${path}/${segment(id)}/versions`, options)
    return (await requester.json<ResponseOf<typeof listRuleVersions>>(answer)).versions
  },
})
