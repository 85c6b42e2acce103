import { z } from 'zod'

/** What the operations that are Spillway's own have in common. */
export const own = { errorShape: 'problem-details', lifecycle: { added: '2026-01-01' }, source: 'own' } as const

/** A page of what is listed in order of its id: so many at most, behind the one named. */
export const pageAfterId = z.strictObject({
  after: z.string().default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
