import { expect, it } from 'vitest'
import { allOf, anyOf, exists, fileEventQuery, is, isAny, withinTheLast } from './builder.ts'

it('keeps plain filters in one group', () => {
  expect(fileEventQuery(allOf(is('file.name', '*.zip'), exists('git.repositoryUri')), { pgSize: 10 })).toEqual({
    groups: [
      {
        filters: [
          { term: 'file.name', operator: 'IS', value: '*.zip' },
          { term: 'git.repositoryUri', operator: 'EXISTS' },
        ],
        filterClause: 'AND',
      },
    ],
    groupClause: 'AND',
    pgSize: 10,
  })
})

it('nests with subgroups as soon as conditions are mixed', () => {
  const query = fileEventQuery(
    allOf(
      withinTheLast('@timestamp', 'P1D'),
      anyOf(is('user.email', 'a@x.com'), isAny('event.action', ['file-shared'])),
    ),
  )
  expect(query.groups).toEqual([
    {
      subgroups: [
        { filters: [{ term: '@timestamp', operator: 'WITHIN_THE_LAST', value: 'P1D' }], filterClause: 'AND' },
        {
          filters: [
            { term: 'user.email', operator: 'IS', value: 'a@x.com' },
            { term: 'event.action', operator: 'IS_ANY', value: ['file-shared'] },
          ],
          filterClause: 'OR',
        },
      ],
      subgroupClause: 'AND',
    },
  ])
})
