import { chunksOf } from '../../platform/chunks.ts'
import { isStorable, usernameKey } from '../identity/index.ts'
import type { FoundActor, KnownActor, LookupRepository } from './lookup-repository.ts'

/** What an event tells of who did it; what it does not tell is null or absent. */
export interface ActorQuestion {
  readonly userId?: string | null | undefined
  /** User name, e-mail address or name in a cloud service. */
  readonly name?: string | null | undefined
  /** Whether the name is an account of a cloud service: then somebody nobody knows becomes an actor. */
  readonly isCloudAccount?: boolean | undefined
}

export interface ActorLookup {
  /** Who each question means, in their order; null where nobody, or more than one family, is known by it. */
  find(questions: readonly ActorQuestion[]): Promise<(KnownActor | null)[]>
  /** Actors that a name may mean, one of each family. */
  byName(name: string): Promise<readonly KnownActor[]>
}

/** What is known as of a number of changes. An answer that comes late goes into the generation it was asked for. */
interface Generation {
  readonly revision: number
  readonly ids: Map<string, readonly KnownActor[]>
  readonly names: Map<string, readonly KnownActor[]>
}

/** Makes actors of names that nobody bears. */
export type Admit = (names: readonly string[]) => Promise<void>

type Read = (keys: readonly string[]) => Promise<FoundActor[]>

/** Longer texts are nobody's name or id. */
const longestKey = 1024
/** Keys that one statement asks for. */
const largestQuestion = 5_000

/**
 * From what an event tells to the actor. A cache in front of the control store, which holds at most `capacity` ids and
 * as many names, and is dropped whole when the store counts a change: one small query a call keeps it right on any node.
 */
export const createActorLookup = (repository: LookupRepository, admit: Admit, capacity = 150_000): ActorLookup => {
  let latest: Generation = emptyGeneration(-1)

  const currentGeneration = async (): Promise<Generation> => {
    const revision = await repository.revision()
    if (revision !== latest.revision) latest = emptyGeneration(revision)
    return latest
  }

  /** Everything asked for, from the cache or read into it. */
  const known = async (cache: Map<string, readonly KnownActor[]>, keys: ReadonlySet<string>, read: Read) => {
    const answers = new Map<string, readonly KnownActor[]>()
    const missing: string[] = []
    for (const key of keys) {
      const actors = cache.get(key)
      if (actors) answers.set(key, actors)
      else missing.push(key)
    }
    for (const asked of chunksOf(missing, largestQuestion)) {
      const found = Map.groupBy(await read(asked), ({ key }) => key)
      for (const key of asked) {
        const actors = oneOfEachFamily((found.get(key) ?? []).map(({ actor }) => actor))
        answers.set(key, actors)
        remember(cache, key, actors, capacity)
      }
    }
    return answers
  }

  /** Accounts that nobody knows become actors. Not kept: what that changes is counted, and makes another generation. */
  const strangers = async (questions: readonly ActorQuestion[]) => {
    const keys = [...keysOf(questions.map(nameOf))]
    if (keys.length === 0) return []
    await admit(questions.flatMap(({ name }) => name ?? []))
    const found = Map.groupBy(await named(repository)(keys), ({ key }) => key)
    return [...found].map(([key, actors]) => [key, oneOfEachFamily(actors.map(({ actor }) => actor))] as const)
  }

  return {
    async find(questions) {
      const { ids, names } = await currentGeneration()
      const byId = await known(ids, keysOf(questions.map(({ userId }) => userId)), repository.byIds)
      const unknown = questions.filter(({ userId }) => !byId.get(userId ?? '')?.length)
      const byName = await known(names, keysOf(unknown.map(nameOf)), named(repository))
      for (const [key, actors] of await strangers(unknown.filter((question) => isStranger(question, byName))))
        byName.set(key, actors)
      return questions.map((question) => {
        const [actor] = byId.get(question.userId ?? '') ?? []
        return actor ?? only(byName.get(nameOf(question) ?? ''))
      })
    },
    async byName(name) {
      const { names } = await currentGeneration()
      const key = usernameKey(name)
      return (await known(names, keysOf([key]), named(repository))).get(key) ?? []
    },
  }
}

const isStranger = (question: ActorQuestion, byName: ReadonlyMap<string, readonly KnownActor[]>): boolean =>
  question.isCloudAccount === true && byName.get(nameOf(question) ?? '')?.length === 0

const emptyGeneration = (revision: number): Generation => ({ revision, ids: new Map(), names: new Map() })

const nameOf = ({ name }: ActorQuestion): string | null => (name ? usernameKey(name) : null)

const keysOf = (texts: readonly (string | null | undefined)[]): ReadonlySet<string> =>
  new Set(texts.filter((text) => typeof text === 'string').filter(isKey))

const isKey = (text: string): boolean => text !== '' && text.length <= longestKey && isStorable(text)

/**
 * User names go before names in cloud services, these before mail addresses, which several may share, and all of them
 * before accounts of which nothing else is known.
 */
const named =
  ({ byUsernames, byAliases, byEmails, byCloudNames }: LookupRepository): Read =>
  async (keys) => {
    const found: FoundActor[] = []
    let missing = keys
    for (const read of [byUsernames, byAliases, byEmails, byCloudNames]) {
      if (missing.length === 0) break
      found.push(...(await read(missing)))
      const hit = new Set(found.map(({ key }) => key))
      missing = missing.filter((key) => !hit.has(key))
    }
    return found
  }

/** The parent of each family where it is among them, else the first. */
const oneOfEachFamily = (actors: readonly KnownActor[]): readonly KnownActor[] =>
  [...Map.groupBy(actors, ({ attributedTo }) => attributedTo).values()].flatMap((family) =>
    family
      .toSorted((left, right) => Number(left.parentActorId !== null) - Number(right.parentActorId !== null))
      .slice(0, 1),
  )

const only = (actors: readonly KnownActor[] | undefined): KnownActor | null =>
  actors?.length === 1 ? (actors[0] ?? null) : null

/** Makes room by forgetting what was learned first. */
const remember = <Value>(cache: Map<string, Value>, key: string, value: Value, capacity: number): void => {
  if (cache.size >= capacity && !cache.has(key)) {
    const oldest = cache.keys().next()
    if (!oldest.done) cache.delete(oldest.value)
  }
  cache.set(key, value)
}
