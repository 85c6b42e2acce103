import { enumeration, integer32, keyword, stored } from './row.ts'

export const outcomeRows = [
  enumeration('destinationCategory', stored('destination.category'), 'kind of place the file went to', {
    position: 75,
    header: 'Destination Category',
    since: '2022-02',
  }),
  keyword('destinationName', stored('destination.name'), 'service or device the file went to', {
    position: 76,
    header: 'Destination Name',
    since: '2022-02',
  }),
  enumeration('sourceCategory', stored('source.category'), 'kind of place the file came from', {
    position: 77,
    since: '2022-01',
  }),
  keyword('sourceName', stored('source.name'), 'service or host the file came from', {
    position: 78,
    since: '2022-01',
  }),
  integer32('riskScore', stored('risk.score'), 'sum of the indicator weights', { position: 79, since: '2021-12' }),
  enumeration('riskSeverity', stored('risk.severity'), 'band of the score', { position: 80, since: '2021-12' }),
  enumeration('riskIndicators[].name', stored('risk.indicators[].name'), 'label of the indicator', {
    position: 81,
    term: 'riskIndicatorNames',
    since: '2021-07',
  }),
  integer32('riskIndicators[].weight', stored('risk.indicators[].weight'), 'points at the time of the event', {
    position: 82,
    term: 'riskIndicatorWeights',
    since: '2021-12',
  }),
  keyword('reportName', stored('report.name'), 'report name', { position: 83 }),
  keyword('reportDescription', stored('report.description'), 'report description', { position: 84 }),
  keyword.list('reportColumnHeaders', stored('report.headers'), 'column headers of the report', { position: 85 }),
  integer32('reportRecordCount', stored('report.count'), 'rows the report returned', { position: 86 }),
  enumeration('reportType', stored('report.type'), 'saved or ad-hoc report', { position: 87 }),
  keyword('reportId', stored('report.id'), 'report id at the business application', { position: 88 }),
] as const
