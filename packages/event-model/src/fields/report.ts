import { enumeration, integer32, keyword, published } from './row.ts'

export const reportRows = [
  keyword('report.id', '2022-06', published(39), 'report id at the business application', { repeats: true }),
  keyword('report.name', '2022-06', published(40), 'report name', { repeats: true, privacy: 'content' }),
  keyword('report.description', '2022-06', published(41), 'report description', { privacy: 'content' }),
  keyword.list('report.headers', '2022-06', published(42), 'column headers of the report', {
    repeats: true,
    privacy: 'content',
  }),
  integer32('report.count', '2022-06', published(43), 'rows the report returned'),
  enumeration('report.type', '2022-06', published(44), 'saved or ad-hoc report'),
] as const
