import { z } from 'zod'
import { operation } from '../operation.ts'
import { errors } from './errors.ts'
import { own } from './own.ts'

/** Rows of one import request; a client sends as many requests as its file needs. */
export const importLimits = { rows: 500 } as const

const text = z.string().max(1024)
/** Absent leaves a value as it is, null or empty clears it. */
const fact = text.nullable().optional()

export const ImportedUser = z.strictObject({
  userName: z.string().describe('Key: an existing user of the name is changed'),
  email: fact,
  firstName: fact,
  lastName: fact,
  displayName: fact,
  externalId: fact,
  notes: fact,
  title: fact,
  division: fact,
  department: fact,
  manager: fact.describe('User name of the manager, who stands before: in the store, or in an earlier row'),
  employmentType: fact,
  locality: fact,
  region: fact,
  country: fact,
  orgGuid: fact.describe("Organization of a new user; the caller's own unless given"),
  groups: z.array(text).max(100).optional().describe('Names of all directory groups of the user'),
  active: z.boolean().optional(),
})

export const ImportedAgent = z.strictObject({
  guid: z.string().describe('Key: an existing machine of the id is changed'),
  name: fact,
  hostname: fact,
  osName: fact,
  osVersion: fact,
  osArch: fact,
  agentVersion: fact,
  agentType: z.enum(['CODE42AAT', 'COMBINED', 'CODE42']).optional(),
  userName: fact.describe('Whose machine it is'),
  address: fact,
  remoteAddress: fact,
  serialNumber: fact,
  externalReference: fact,
  notes: fact,
  lastConnected: z.iso.datetime({ offset: true }).nullable().optional(),
  active: z.boolean().optional(),
})

export type ImportedUser = z.infer<typeof ImportedUser>
export type ImportedAgent = z.infer<typeof ImportedAgent>

/** What became of one row; `row` is its position in the request, from 1. */
export const ImportedRow = z.object({
  row: z.int().min(1),
  key: z.string(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'failed']),
  id: z.string().nullable(),
  field: z.string().optional(),
  reason: z.string().optional(),
})

export const ImportReceipt = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  failed: z.int(),
  rows: z.array(ImportedRow),
})

export type ImportedRow = z.infer<typeof ImportedRow>
export type ImportReceipt = z.infer<typeof ImportReceipt>

/** Rows are checked one by one, so that a bad one fails alone. */
const rows = z.array(z.unknown()).min(1).max(importLimits.rows)

const shared = {
  family: 'imports',
  method: 'POST',
  authentication: 'bearer',
  success: { status: 200, type: 'application/json', schema: ImportReceipt },
  errors,
  ...own,
} as const

export const importUsers = operation({
  ...shared,
  id: 'imports.users',
  summary: 'Create and change users, one transaction a request; a row that cannot be is named and left out',
  path: '/v1/spillway/users/import',
  permission: 'users.write',
  body: z.strictObject({
    rows,
    mode: z.enum(['upsert', 'update']).default('upsert').describe('update: a user who is not there is a failed row'),
  }),
})

export const importAgents = operation({
  ...shared,
  id: 'imports.agents',
  summary: 'Create and change machines, one transaction a request; a row that cannot be is named and left out',
  path: '/v1/spillway/agents/import',
  permission: 'agents.write',
  body: z.strictObject({ rows }),
})

export const importsOperations = [importUsers, importAgents] as const
