/** A seeded source of chance: the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform whole number in [0, below). */
  integer(below: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** About normal, mean 0, deviation 1. */
  normal(): number
  /** Lower-case hexadecimal text. */
  hex(length: number): string
  /** Decimal text without a leading zero. */
  digits(length: number): string
  uuid(): string
}

/** xoshiro128** over a state spread from the seed by splitmix32. */
export const createRandom = (seed: number | string): Random => {
  const spread = splitmix(typeof seed === 'number' ? seed : hashText(seed))
  return randomOf(wordGenerator([spread(), spread(), spread(), spread()]))
}

/**
 * Chance at a place: of the same key, no two places of three whole numbers below 2³² share a sequence, and each place has
 * its own whatever was drawn elsewhere.
 */
export const createRandomAt = (key: number, first: number, second = 0, third = 0): Random => {
  const a = mix(key)
  const b = mix(a ^ first)
  const c = mix(b ^ mix(second ^ 0x7f4a7c15))
  const word = wordGenerator([b, mix(c ^ mix(third ^ 0x3c6ef372)), c, a])
  word()
  word()
  return randomOf(word)
}

const randomOf = (word: () => number): Random => {
  const next = () => word() / 4_294_967_296
  const integer = (below: number) => Math.floor(next() * below)
  const hex = (length: number) => hexText(word, length)
  return {
    next,
    integer,
    hex,
    chance: (probability) => next() < probability,
    pick: (list) => list[integer(list.length)] as (typeof list)[number],
    normal: () => (next() + next() + next() + next() - 2) * 1.732,
    digits: (length) => digitText(next, length),
    uuid: () => uuidOf(hex(32)),
  }
}

/** FNV-1a, 32 bits: a number for any text, to derive seeds from names. */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

type State = readonly [number, number, number, number]

const wordGenerator = (state: State): (() => number) => {
  let [a, b, c, d] = state
  return () => {
    const word = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return word
  }
}

const splitmix = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    return mix(state)
  }
}

/** Scrambles 32 bits; no two numbers give the same. */
export const mix = (number: number): number => {
  let word = Math.imul(number ^ (number >>> 16), 0x21f0aaad)
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97)
  return (word ^ (word >>> 15)) >>> 0
}

const rotateLeft = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits))

const hexPairs = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'))

const hexText = (word: () => number, length: number): string => {
  let text = ''
  while (text.length < length) {
    const bits = word()
    text += (hexPairs[bits >>> 16] as string) + (hexPairs[bits & 0xffff] as string)
  }
  return text.length === length ? text : text.slice(0, length)
}

const digitText = (next: () => number, length: number): string => {
  let text = String(1 + Math.floor(next() * 9))
  while (text.length < length) text += String(Math.floor(next() * 1e9)).padStart(9, '0')
  return text.slice(0, length)
}

const uuidOf = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
