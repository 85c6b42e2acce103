import { fileCategorySamples, serviceSamples } from '@spillway/content'
import { type FileEvent, type FileEventInput, parseFileEvent } from '@spillway/event-model'
import { describe, expect, it } from 'vitest'
import { createScoring } from '../score.ts'
import { defaultScoringSettings } from '../scoring-settings.ts'
import { readAddress } from './address.ts'
import { type AgentFacts, enrich, type Origin } from './index.ts'

const agent: AgentFacts = {
  agentUid: '961023412340000001',
  hostname: 'ws-17.example.com',
  operatingSystem: 'Linux',
  userUid: '870000000000000001',
  userEmail: 'kim@example.com',
}
const origin: Origin = {
  tenantId: '3d5c9f3e-0000-4000-8000-000000000000',
  node: 1,
  batch: '0123456789abcdef'.repeat(4),
  receivedAt: '2026-02-01T10:20:30.000000Z',
  ip: '192.0.2.7',
  agent: null,
}
const fromAgent: Origin = { ...origin, agent }

const enriched = (input: FileEventInput, from: Origin = origin, row = 1): FileEvent => {
  const parsed = parseFileEvent(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  enrich(parsed.event, from, row)
  return parsed.event
}
const upload = (url: string | readonly string[], more: FileEventInput = {}) =>
  enriched(
    {
      event: { action: 'application-read', observer: 'Endpoint' },
      destination: { tabs: [url].flat().map((each) => ({ url: each })) },
      ...more,
    },
    fromAgent,
  )

describe('event id', () => {
  it('has the endpoint form for agents and is a UUID for others', () => {
    const id = enriched({}, fromAgent, 12).event.id
    expect(id).toMatch(/^0_3d5c9f3e-0000-4000-8000-000000000000_961023412340000001_\d+_12$/)
    expect(enriched({}, origin, 12).event.id).toBe('01234567-89ab-8cde-8f01-00000000000c')
  })

  it('follows from batch and row, and stays as given', () => {
    expect(enriched({}, fromAgent, 5).event.id).toBe(enriched({}, fromAgent, 5).event.id)
    expect(enriched({}, fromAgent, 5).event.id).not.toBe(enriched({}, fromAgent, 6).event.id)
    expect(enriched({ event: { id: 'given' } }).event.id).toBe('given')
  })
})

describe('user', () => {
  it("is the agent's own", () => {
    expect(enriched({ '@timestamp': '2026-02-01T09:59:59Z' }, fromAgent)).toMatchObject({
      event: { observer: 'Endpoint', ingested: '2026-02-01T10:20:30.000000Z' },
      user: {
        email: 'kim@example.com',
        id: '870000000000000001',
        deviceUid: '961023412340000001',
      },
    })
  })

  it('may be another one on a shared machine, but never on another machine', () => {
    const { user } = enriched({ user: { email: 'lee@example.com', deviceUid: '1' } }, fromAgent)
    expect(user).toMatchObject({ email: 'lee@example.com', id: null, deviceUid: '961023412340000001' })
  })

  it('of a connector stays as sent', () => {
    const { user } = enriched({ user: { email: 'lee@example.com' } })
    expect(user).toMatchObject({ email: 'lee@example.com', id: null, deviceUid: null })
  })
})

describe('file', () => {
  it.each(fileCategorySamples)('$name ($mimeTypeByBytes) is $category', ({ mimeTypeByBytes, name, category }) => {
    expect(enriched({ file: { name, mimeTypeByBytes } }).file.category).toBe(category)
  })

  it('keeps both opinions and the retained type', () => {
    expect(enriched({ file: { name: 'holiday.jpg', mimeTypeByBytes: 'text/csv' } }).file).toMatchObject({
      category: 'Spreadsheet',
      categoryByBytes: 'Spreadsheet',
      categoryByExtension: 'Image',
      mimeType: 'text/csv',
      mimeTypeByExtension: 'image/jpeg',
    })
  })

  it('takes the type of the extension where the content is vague', () => {
    const vague = { name: 'a.csv', mimeTypeByBytes: 'text/plain' }
    expect(enriched({ file: vague }).file).toMatchObject({ mimeType: 'text/csv', category: 'Spreadsheet' })
  })

  it('stays as sent where the sender decided, and without category where there is no file', () => {
    expect(enriched({ file: { name: 'a.csv', category: 'Document' } }).file.category).toBe('Document')
    expect(enriched({ report: { id: '1' } }).file.category).toBeNull()
  })
})

describe('an upload', () => {
  it('goes from the machine to the service of the tab', () => {
    expect(upload('https://www.dropbox.com/home')).toMatchObject({
      source: {
        category: 'Device',
        name: 'ws-17.example.com',
        domain: 'ws-17.example.com',
        ip: '192.0.2.7',
        operatingSystem: 'Linux',
      },
      destination: { category: 'Cloud Storage', name: 'Dropbox', domains: ['dropbox.com'] },
    })
  })

  it.each(serviceSamples)('to $url goes to $name', ({ url, name }) => {
    const { destination } = upload(url)
    expect(destination.category === 'Uncategorized' ? null : destination.name).toBe(name)
  })

  it('to an unknown host is uncategorized, to nowhere known unknown', () => {
    expect(upload('https://files.example.org/up').destination).toMatchObject({
      category: 'Uncategorized',
      name: 'files.example.org',
    })
    expect(upload([]).destination).toMatchObject({ category: 'Unknown', name: 'Unknown', domains: [] })
  })

  it('with several services open names them all', () => {
    const tabs = ['https://drive.google.com/', 'https://mail.google.com/', 'https://docs.google.com/']
    expect(upload(tabs).destination).toMatchObject({
      category: 'Multiple Possibilities',
      name: 'Google Drive, Gmail',
      domains: ['drive.google.com', 'mail.google.com', 'docs.google.com'],
    })
  })

  it('keeps a destination that the sender named, and learns its category', () => {
    expect(upload('https://drive.google.com/', { destination: { name: 'dropbox' } }).destination).toMatchObject({
      category: 'Cloud Storage',
      name: 'dropbox',
    })
  })

  it.each(['https://github.com/acme/app.git', 'git@github.com:acme/app.git', 'ssh://git@github.com:22/acme/app.git'])(
    'pushed to %s goes to GitHub',
    (repositoryUri) => {
      const push = {
        event: { action: 'application-read', observer: 'Endpoint', vector: 'GIT_PUSH' },
        git: { repositoryUri },
      }
      expect(enriched(push, fromAgent).destination).toMatchObject({
        category: 'Source Code Repository',
        name: 'GitHub',
      })
    },
  )
})

describe('other activity', () => {
  const endpoint = (action: string, more: FileEventInput = {}) =>
    enriched({ event: { action, observer: 'Endpoint' }, ...more }, fromAgent)

  it('on removable media goes to the device', () => {
    expect(endpoint('removable-media-created').destination).toMatchObject({
      category: 'Device',
      name: 'Removable Media',
    })
  })

  it('in a sync folder goes to the sync app the agent names', () => {
    const { source, destination } = endpoint('sync-app-created', { destination: { name: 'OneDrive' } })
    expect([source.category, destination.category]).toEqual(['Device', 'Cloud Storage'])
  })

  it('on the machine alone has no kind of place', () => {
    const { source, destination } = endpoint('file-modified')
    expect([source.category, source.name, destination.category, destination.name]).toEqual([
      null,
      'ws-17.example.com',
      null,
      null,
    ])
  })

  it('downloading comes from the service to the machine', () => {
    const { source, destination } = endpoint('file-downloaded', {
      source: { tabs: [{ url: 'https://app.box.com/f/1' }] },
    })
    expect(source).toMatchObject({ category: 'Cloud Storage', name: 'Box', domains: ['app.box.com'], ip: null })
    expect(destination).toMatchObject({ category: 'Device', name: 'ws-17.example.com', ip: '192.0.2.7' })
  })

  it('seen by a connector comes from its service', () => {
    const cloud = {
      event: { action: 'file-downloaded', observer: 'Salesforce' },
      destination: { user: { email: ['A@One.example', 'b@one.example', 'odd'] } },
    }
    const { source, destination } = enriched(cloud)
    expect(source).toMatchObject({ category: 'CRM Tools', name: 'Salesforce', ip: null })
    expect(destination).toMatchObject({
      category: 'Device',
      name: 'Unmonitored Device',
      user: { emailDomain: ['one.example'] },
    })
  })

  it("seen by an observer named like an object's own method is placed nowhere", () => {
    for (const observer of ['constructor', 'toString', '__proto__'])
      expect(enriched({ event: { observer } }).source.category).toBeNull()
  })
})

describe('web addresses', () => {
  it.each([
    ['HTTPS://User:pw@WWW.Example.COM:8443/a?b#c', 'example.com'],
    ['https://example.com.', 'example.com'],
    ['https://bücher.example/x', 'xn--bcher-kva.example'],
    ['http://[2001:db8::1]:80/', '[2001:db8::1]'],
    ['https://example.com?x=https://dropbox.com', 'example.com'],
    ['file:///home/kim/a.txt', undefined],
    ['about:blank', undefined],
    ['://', undefined],
    ['https://', undefined],
    ['https://%zz/', undefined],
  ])('%s has the host %s', (url, host) => expect(readAddress(url)?.host).toBe(host))
})

describe('risk', () => {
  const judge = createScoring()(defaultScoringSettings)
  const score = (events: readonly FileEvent[], from: Origin) => judge(events, from, () => ({}))
  const risky = {
    risk: { score: 9, severity: 'CRITICAL', indicators: [{ name: 'Off hours', weight: 9 }], trusted: true },
  }
  const upload = {
    event: { action: 'application-read', observer: 'Endpoint' },
    file: { name: 'main.py', mimeTypeByBytes: 'text/plain' },
    git: { repositoryUri: 'git@github.com:someone/tools.git' },
  }

  it('of an agent is judged here, and what it claims about it does not count', () => {
    for (const event of [{}, risky]) {
      const [scored] = score([enriched(event, fromAgent)], fromAgent)
      expect(scored?.risk).toMatchObject({ score: 0, severity: 'NO_RISK_INDICATED', indicators: [], trusted: false })
    }
    const [scored] = score([enriched({ ...risky, ...upload }, fromAgent)], fromAgent)
    expect(scored?.risk).toMatchObject({ score: 8, severity: 'HIGH', trusted: false })
    expect(scored?.risk.indicators.map(({ id }) => id)).toEqual(['GitHub upload', 'Remote', 'Source code'])
  })

  it('of an import is kept, and summed up where it lacks the sum', () => {
    expect(score([enriched(risky)], origin)[0]?.risk).toMatchObject(risky.risk)
    const { indicators } = risky.risk
    expect(score([enriched({ risk: { indicators } })], origin)[0]?.risk).toMatchObject({
      score: 9,
      severity: 'CRITICAL',
    })
    expect(score([enriched({ risk: { indicators, trusted: true } })], origin)[0]?.risk).toMatchObject({ score: 0 })
  })

  it('of what a connector does not judge is judged here', () => {
    const [scored] = score([enriched(upload)], origin)
    expect(scored?.risk).toMatchObject({ score: 8, severity: 'HIGH' })
  })
})
