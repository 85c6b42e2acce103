import { readFileSync } from 'node:fs'
import { builtInRoles, guardedOperations, operations } from '@spillway/contract'
import { expect, it } from 'vitest'
import { currentPermissions, permissionsPath } from './permissions-reference.ts'

it('is published as it stands in the contract; run `node tools/permissions-reference.ts` after changing that', () => {
  expect(readFileSync(permissionsPath, 'utf8')).toBe(currentPermissions())
})

it('names every guarded operation and every role', () => {
  const text = currentPermissions()
  expect(guardedOperations(operations).length).toBeGreaterThan(40)
  for (const { method, path } of guardedOperations(operations)) expect(text).toContain(`\`${method} ${path}\``)
  for (const { id } of builtInRoles) expect(text).toContain(`\`${id}\``)
})
