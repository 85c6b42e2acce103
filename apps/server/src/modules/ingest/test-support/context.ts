import { type ContextDesks, createEventContext } from '../context/index.ts'

/** Desks that know no actor. */
export const knowingNobody: ContextDesks = {
  actors: { find: async (people) => people.map(() => null) },
  memberships: { of: async () => ({ at: () => [], whereabouts: () => ({ department: null, groups: [] }) }) },
}

/** Answers that nobody is known. */
export const askNobody = createEventContext(knowingNobody).open().ask
