import type { Seeded } from '../support/seeded.ts'

const nastyTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066evil',
  '💣'.repeat(50),
  "' OR 1=1 --",
  "'; DROP TABLE file_event; --",
  '{x:String}',
  '%s%n%d',
  '\\',
  '\\\\*',
  '*',
  '*'.repeat(300),
  `${'*a'.repeat(200)}*`,
  '?'.repeat(500),
  '(a+)+$',
  '../../etc/passwd',
  'a'.repeat(4_096),
  'a'.repeat(4_097),
  'x'.repeat(70_000),
  '2026-13-45T99:99:99Z',
  '0000-00-00',
  '9999-12-31T23:59:59.999999999Z',
  'P9999999Y',
  'PT-1S',
  'P',
  'NaN',
  '1e999',
  '-9223372036854775809',
  '__proto__',
  'constructor',
]

const nastyValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  -0,
  1.5,
  1e21,
  -1e308,
  2 ** 31,
  2 ** 53 + 2,
  2 ** 64,
  10_001,
  [],
  {},
  [[]],
  [null],
  [{}],
  { toString: 1 },
  { constructor: { prototype: {} } },
]

const operators = [
  'IS',
  'IS_NOT',
  'IS_ANY',
  'IS_NONE',
  'GREATER_THAN',
  'LESS_THAN',
  'ON',
  'ON_OR_AFTER',
  'EXISTS',
  'LIKE',
]
const terms = [
  'file.name',
  '@timestamp',
  'risk.score',
  'file.sizeInBytes',
  'event.shareType',
  'fileName',
  'eventTimestamp',
]

/** Numbered letters, to make keys no one expects. */
const strangeKey = (random: Seeded) =>
  random.pick(['__proto__', 'constructor', '', 'groups', 'filters', '\u0000', 'k'.repeat(3000)])

const anything = (random: Seeded): unknown =>
  random.chance(0.5)
    ? random.pick(nastyTexts)
    : random.chance(0.7)
      ? random.pick(nastyValues)
      : random.pick([...operators, ...terms])

const nested = (value: unknown, depth: number): unknown => {
  let result = value
  for (let level = 0; level < depth; level += 1) {
    result = level % 2 === 0 ? { subgroupClause: 'AND', subgroups: [result] } : [result]
  }
  return result
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const mutateObject = (object: Record<string, unknown>, random: Seeded): unknown => {
  const keys = Object.keys(object)
  const key = keys.length === 0 ? undefined : random.pick(keys)
  if (key === undefined || random.chance(0.1)) return { ...object, [strangeKey(random)]: anything(random) }
  if (random.chance(0.15)) {
    const { [key]: _removed, ...rest } = object
    return rest
  }
  if (random.chance(0.1))
    return {
      ...object,
      [key]: operators.some((operator) => operator === object[key]) ? random.pick(operators) : anything(random),
    }
  return { ...object, [key]: mutateValue(object[key], random) }
}

const mutateArray = (list: readonly unknown[], random: Seeded): unknown => {
  if (list.length === 0 || random.chance(0.1)) return [...list, anything(random)]
  const at = random.below(list.length)
  if (random.chance(0.15)) return list.filter((_, index) => index !== at)
  if (random.chance(0.08)) return Array.from({ length: random.pick([2, 50, 1_025, 3_000]) }, () => list[at])
  return list.map((item, index) => (index === at ? mutateValue(item, random) : item))
}

/** Another value made from this one: a part replaced, removed, repeated, or wrapped too deep. */
export const mutateValue = (value: unknown, random: Seeded): unknown => {
  if (random.chance(0.08)) return anything(random)
  if (random.chance(0.01)) return nested(value, random.pick([1, 11, 64, 65, 500, 1_000]))
  if (Array.isArray(value)) return mutateArray(value, random)
  return isObject(value) ? mutateObject(value, random) : anything(random)
}
