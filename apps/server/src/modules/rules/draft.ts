import type { RuleDraft } from '@spillway/contract'
import { familyProblem } from '@spillway/detection'
import { refused } from './refusals.ts'
import { type RuleUser, type RuleWords, unknownUser } from './rule.ts'

/**
 * What a draft says, checked: criteria that its family can show, a volume that counts something. `place` is where it
 * stands in the request.
 */
export const wordsOfDraft = (draft: RuleDraft, place = 'body'): RuleWords => {
  const { name, description, severity, type: family, notifications, education } = draft
  const { vectors, filters, alertOnBlockedBrowserActivity, windowMinutes } = draft
  const definition = { vectors, filters, alertOnBlockedBrowserActivity, windowMinutes }
  const problem = familyProblem(family, definition)
  if (problem) throw refused(`${place}.type`, problem)
  const volume = filters?.fileVolume
  if (volume && volume.countGreaterThan === null && volume.sizeGreaterThanInBytes === null)
    throw refused(`${place}.filters.fileVolume`, 'A volume needs a count or a size')
  return { name, description, severity, family, definition, notifications, education }
}

/** People on the list of a rule that was given names alone: those that are known by an id keep it. */
export const usersOf = (words: RuleWords, known: readonly RuleUser[]): readonly RuleUser[] => {
  const names = words.definition.filters?.username?.usernames ?? []
  const kept = known
    .filter(({ userIdFromAuthority }) => userIdFromAuthority !== unknownUser)
    .map((user) => ({ ...user, aliases: user.aliases.filter((alias) => names.includes(alias)) }))
    .filter(({ aliases }) => aliases.length > 0)
  const placed = new Set(kept.flatMap(({ aliases }) => aliases))
  const rest = names.filter((name) => !placed.has(name))
  return rest.length === 0 ? kept : [...kept, { userIdFromAuthority: unknownUser, aliases: rest }]
}
