import type { NotificationMessage } from '@spillway/contract'

/** CEF counts from 0 to 10; a rule has three severities. */
const severities: Readonly<Record<string, number>> = { LOW: 3, MEDIUM: 6, HIGH: 9 }

const inHeader = (text: string): string => text.replaceAll(/[\\|]/g, '\\$&').replaceAll(/[\r\n]+/g, ' ')
const inExtension = (text: string): string => text.replaceAll(/[\\=]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n')

/** A message in the Common Event Format, version 0. Times are milliseconds since 1970. */
export const cefOf = ({ id, type, timestamp, data }: NotificationMessage, version: string): string => {
  const header = ['CEF:0', 'Spillway', 'Spillway', version, data.ruleId, data.name].map(inHeader)
  const extension = Object.entries({
    externalId: id,
    cat: type,
    rt: String(Date.parse(timestamp)),
    start: String(Date.parse(data.firstActivityAt)),
    suser: data.actor,
    ...(data.actorId !== null && { suid: data.actorId }),
    ...(data.description !== '' && { msg: data.description }),
    ...labelled('cs1', 'alertId', data.alertId),
    ...labelled('cs2', 'riskSeverity', data.riskSeverity),
    ...labelled('cs3', 'watchlists', data.watchlists.map(({ title, type: list }) => title ?? list).join(', ')),
    ...labelled('cn1', 'ruleVersion', String(data.ruleVersion)),
  })
  const severity = severities[data.severity] ?? 0
  return `${header.join('|')}|${severity}|${extension.map(([key, value]) => `${key}=${inExtension(value)}`).join(' ')}`
}

const labelled = (key: string, label: string, value: string): Readonly<Record<string, string>> =>
  value === '' ? {} : { [key]: value, [`${key}Label`]: label }
