import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SpillwayError } from '../../../platform/errors.ts'
import { type PatchOperation, patchedUser } from './patch.ts'
import { urn } from './urns.ts'

const user = {
  userName: 'ada@x.example',
  title: 'Analyst',
  name: { givenName: 'Ada', familyName: 'King' },
  emails: [{ type: 'work', primary: true, value: 'ada@x.example' }],
  [urn.enterprise]: { department: 'Mathematics' },
}

const after = (...operations: PatchOperation[]) => patchedUser(user, operations)
const refusal = (...operations: PatchOperation[]): unknown => {
  try {
    return after(...operations)
  } catch (error) {
    return error instanceof SpillwayError ? error.details.familyCode : error
  }
}

describe('a patched user', () => {
  it.each([
    ['adds to a list once', { op: 'add', path: 'emails', value: [{ value: 'b@x.example' }, user.emails[0]] }, 2],
    ['replaces a list', { op: 'replace', path: 'emails', value: { value: 'b@x.example' } }, 1],
    ['adds what a filter describes', { op: 'add', path: 'emails[type eq "home"].value', value: 'h@x.example' }, 2],
    ['replaces what is not there yet', { op: 'replace', path: 'emails[type eq "home"].value', value: 'h@x' }, 2],
    ['finds in any letter case', { op: 'Replace', path: 'emails[Type eq "WORK"].Value', value: 'w@x' }, 1],
    ['finds by truth as text', { op: 'Replace', path: 'emails[primary eq "True"].value', value: 'w@x' }, 1],
    [
      'finds by truth',
      { op: 'Replace', path: 'emails[primary eq true and not (type eq "home")].value', value: 'w@x' },
      1,
    ],
    ['removes what a filter names', { op: 'remove', path: 'emails[type eq "work"]' }, 0],
    ['removes what it is given', { op: 'remove', path: 'emails', value: user.emails }, 0],
    ['removes nothing where nothing is so', { op: 'remove', path: 'emails[type eq "home"].value' }, 1],
  ] as const)('%s', (_, operation, count) => {
    expect(([after(operation as PatchOperation).emails ?? []].flat() as unknown[]).length).toBe(count)
  })

  it('merges complex values and changes single parts', () => {
    const { name } = after({ op: 'replace', value: { name: { givenName: 'Augusta' }, 'name.formatted': 'A. King' } })
    expect(name).toEqual({ givenName: 'Augusta', familyName: 'King', formatted: 'A. King' })
    expect(after({ op: 'remove', path: 'name.givenName' }).name).toEqual({ familyName: 'King' })
    const work = after({ op: 'replace', path: 'emails[type eq "work" and primary eq true]', value: { value: 'n@x' } })
    expect(work.emails).toEqual([{ type: 'work', primary: true, value: 'n@x' }])
    expect(after({ op: 'add', path: `${urn.enterprise}:division`, value: 'Engines' })[urn.enterprise]).toEqual({
      department: 'Mathematics',
      division: 'Engines',
    })
  })

  it.each([
    { op: 'Replace', path: 'addresses[type eq "work"].formatted', value: '18/2111' },
    { op: 'Add', path: 'addresses[type eq "work"].streetAddress', value: '1 Street' },
    { op: 'Remove', path: 'addresses[type eq "work"].postalCode' },
    { op: 'Replace', path: 'emails[type eq "other"].display', value: 'Other' },
    { op: 'Replace', path: 'name.honorificPrefix', value: 'Dr' },
  ])('passes over parts that are not kept: %j', (operation) => expect(after(operation)).toEqual(user))

  it.each([['x'], { value: 'x' }, [{ value: 'x' }]])('takes %j for one plain value', (value) => {
    expect(after({ op: 'Add', path: 'title', value })).toMatchObject({ title: 'x' })
  })

  it.each([
    [{ op: 'replace', path: 'emails[type ne "work"].value', value: 'x' }, 'noTarget'],
    [{ op: 'replace', path: 'title[type eq "work"]', value: 'x' }, 'noTarget'],
    [{ op: 'replace', path: 'title.toString', value: 'x' }, 'invalidPath'],
    [{ op: 'add', path: 'emails[type eq]', value: {} }, 'invalidFilter'],
    [{ op: 'replace', path: 'title' }, 'invalidValue'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'copy', path: 'title', value: 'x' }, 'invalidSyntax'],
  ])('refuses %j with %s', (operation, type) => expect(refusal(operation)).toBe(type))

  const inherited = ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'constructor.prototype']
  const key = fc.oneof(
    fc.constantFrom(...inherited, ...inherited.map((name) => `${name}.polluted`), 'polluted', 'value', 'givenName'),
    fc.string({ maxLength: 8 }),
  )
  const value = fc.oneof(
    fc.constantFrom('x', true, null, 1),
    fc.array(fc.tuple(key, fc.constant('x')), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs)),
  )
  const attribute = fc.constantFrom('name', 'emails', 'title', 'addresses', `${urn.enterprise}:manager`, 'toString', '')
  const path = fc
    .tuple(attribute, fc.constantFrom('', '[type eq "work"]', '[toString pr]', '[constructor.prototype eq 1]'), key)
    .chain(([name, filter, member]) => fc.constantFrom(`${name}${filter}`, `${name}${filter}.${member}`))
  const operation = fc.record(
    { op: fc.constantFrom('add', 'replace', 'remove'), path, value },
    { requiredKeys: ['op'] },
  ) as fc.Arbitrary<PatchOperation>

  it('never reaches what objects inherit, nor changes what it was given, nor fails but by refusing', () => {
    const before = structuredClone(user)
    const natures = [
      Object.prototype,
      Object.prototype.toString,
      Object.prototype.hasOwnProperty,
      Object,
      Array.prototype,
    ]
    const names = () => natures.map((nature) => Object.getOwnPropertyNames(nature))
    const clean = names()
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), (operations) => {
        expect(refusal(...operations)).not.toBeInstanceOf(Error)
        expect(names()).toEqual(clean)
        expect(user).toEqual(before)
      }),
    )
  })

  it('comes out alike when a replacement is repeated that chooses by no filter', () => {
    fc.assert(
      fc.property(
        operation.filter(({ path = '' }) => !path.includes('[')),
        (one) => {
          const twice = { ...one, op: 'replace' }
          expect(refusal(twice, twice)).toEqual(refusal(twice))
        },
      ),
    )
  })
})
