import { z } from 'zod'
import { operation } from '../operation.ts'
import { pageNumber, pageSize } from './coercion.ts'
import { portal, portalErrors } from './portal.ts'

const query = z.object({
  page: pageNumber,
  page_size: pageSize(100, 1000),
  name: z.string().max(1000).optional().describe('Part of the name, in any letter case'),
})

const shared = {
  method: 'GET',
  ...portal,
  permission: 'directory.read',
  errors: portalErrors,
  lifecycle: { added: '2022-07-18' },
} as const

export const listDepartments = operation({
  ...shared,
  id: 'departments.list',
  family: 'departments',
  summary: 'List departments by name',
  path: '/v1/departments',
  query,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ departments: z.array(z.string()), totalCount: z.int() }),
  },
})

export const listDirectoryGroups = operation({
  ...shared,
  id: 'directory-groups.list',
  family: 'directory-groups',
  summary: 'List directory groups by name',
  path: '/v1/directory-groups',
  query,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({
      directoryGroups: z.array(z.object({ groupId: z.string(), name: z.string() })),
      totalCount: z.int(),
    }),
  },
})

export const directoryOperations = [listDepartments, listDirectoryGroups] as const
