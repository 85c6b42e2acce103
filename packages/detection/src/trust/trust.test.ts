import type { FileEvent } from '@spillway/event-model'
import { describe, expect, it } from 'vitest'
import { trustReasons } from './catalogue.ts'
import { compileTrust } from './compile.ts'
import { decideTrust } from './decide.ts'
import type { TrustEntry } from './entry.ts'
import { isFromHighValueSource } from './sources.ts'
import { entry, eventOf, mail, push, share, signedIn, sync, tab, titled, upload, visit } from './test/events.ts'
import { keyOf } from './values.ts'

const decide = (event: FileEvent, ...entries: TrustEntry[]) => decideTrust(event, compileTrust(entries))
const reason = (event: FileEvent, ...entries: TrustEntry[]) => decide(event, ...entries).trustReason
const domain = entry('DOMAIN', 'corp.example')

describe('a domain', () => {
  it.each([
    ['https://corp.example', true],
    ['http://www.corp.example:8443/any/path?and=query', true],
    ['https://files.eu.CORP.example./x', true],
    ['blob:https://corp.example/7f3a', true],
    ['https://notcorp.example', false],
    ['https://corp.example.evil.test', false],
    ['https://corp.example@evil.test/', false],
    ['https://evil.test\\@corp.example/', false],
    ['https://evil.test/#corp.example', false],
    ['https:///evil.test/corp.example', false],
    ['https://evil.test/?next=https://corp.example', false],
    ['about:blank', false],
    ['file:///corp.example', false],
  ])('covers itself and what lies below, however it is written: %s', (url, trusted) => {
    expect(decide(visit(url), domain).trusted).toBe(trusted)
  })

  it('may be written as people paste it', () => {
    for (const value of ['www.corp.example', ' HTTPS://Corp.Example/path ', '*.corp.example', 'corp.example:443'])
      expect([value, decide(visit('https://corp.example/'), entry('DOMAIN', value)).trusted]).toEqual([value, true])
    expect(decide(visit('https://xn--bcher-kva.example/'), entry('DOMAIN', 'bücher.example')).trusted).toBe(true)
  })

  it('of one label covers no more than itself, so that nobody trusts every .com', () => {
    expect(decide(visit('https://corp.com/'), entry('DOMAIN', 'com')).trusted).toBe(false)
    expect(decide(visit('https://intranet/'), entry('DOMAIN', 'intranet')).trusted).toBe(true)
    expect(decide(visit('https://10.1.2.3/'), entry('DOMAIN', '2.3')).trusted).toBe(false)
  })

  it('is not what a forged list of domains makes of it', () => {
    for (const forged of ['x@corp.example', 'corp.example/x', 'corp.example:80', 'corp.example#', 'corp.example%2f'])
      expect([forged, decide(upload({ domains: [forged] }), domain).trusted]).toEqual([forged, false])
  })

  it('is looked for in a title only where the address is not known', () => {
    expect(reason(titled('Inbox - ann@corp.example - Mail'), domain)).toBe(trustReasons.tabTitle)
    expect(reason(upload({ tabs: [tab('https://evil.test/', 'corp.example')] }), domain)).toBeNull()
    expect(reason(upload({ tabs: [tab('about:blank', 'corp.example')] }), domain)).toBeNull()
    const both = upload({ tabs: [tab('https://corp.example/'), tab(null, 'Files | corp.example')] })
    expect(reason(both, domain)).toBe(trustReasons.urlAndTitle)
  })
})

describe('a path', () => {
  const path = entry('URL_PATH', 'https://www.github.example/acme/')
  it.each([
    ['https://github.example/acme', true],
    ['https://www.github.example/acme/tools/issues?q=1#top', true],
    ['https://github.example/acme-evil', false],
    ['https://github.example/other/acme', false],
    ['https://github.example/acme/../other', false],
    ['https://github.example/acme/%2e%2e/other', false],
    ['https://gist.github.example/acme', false],
    ['https://github.example/', false],
  ])('covers itself and what lies below, segment by segment: %s', (url, trusted) => {
    expect(reason(visit(url), path)).toBe(trusted ? trustReasons.urlPath : null)
  })

  it('that is not covered is listed with its domain, without query', () => {
    expect(decide(visit('https://github.example/other?token=1'), path).untrustedValues).toMatchObject({
      domains: ['github.example'],
      urlPaths: ['github.example/other'],
    })
  })
})

describe('a Slack workspace', () => {
  const slack = entry('SLACK', 'Acme Corp')
  it.each([
    ['general (Channel) - Acme Corp - Slack', true],
    ['general (Channel) - Acme  CORP - 3 new items - Slack', true],
    ['Slack | general | Acme Corp', true],
    ['(2) Slack | general | Acme Corp', true],
    ['general | Acme Corp Slack', true],
    ['Acme Corp - Other - Slack', false],
    ['Slack | Acme Corp | Other', false],
    ['Acme Corp - Slack', false],
    ['Acme Corp', false],
  ])('is the last part of the title, never the name of a conversation: %s', (title, trusted) => {
    expect(reason(titled(title), slack)).toBe(trusted ? trustReasons.slackWorkspace : null)
    expect(reason(upload({ tabs: [tab('https://app.slack.com/client/T1', title)] }), slack)).toBe(
      trusted ? trustReasons.slackWorkspace : null,
    )
    expect(reason(upload({ tabs: [tab('https://evil.test/', title)] }), slack)).toBeNull()
  })

  it('is named by its own host, too', () => {
    expect(reason(visit('https://acme.slack.com/archives'), entry('SLACK', 'acme'))).toBe(trustReasons.slackWorkspace)
    expect(decide(visit('https://other.slack.com/'), slack).untrustedValues).toMatchObject({
      slackWorkspaces: ['other'],
    })
  })
})

describe('a repository', () => {
  const forms = [
    'git@git.example:acme/code.git',
    'ssh://git@git.example/acme/code',
    'https://git.example/acme/code.git',
  ]
  it('is one, however its address is written', () => {
    for (const trusted of [...forms, 'git.example:acme/code', 'git.example/acme/code']) {
      const repository = entry('GIT_REPOSITORY_URI', trusted)
      for (const uri of forms)
        expect([trusted, uri, reason(push(uri), repository)]).toEqual([trusted, uri, trustReasons.repository])
      for (const uri of ['git@git.example:acme/code2.git', 'git@evil.test:acme/code.git', '/srv/git.example/acme/code'])
        expect(decide(push(uri), repository).untrustedValues.gitRepositoryUris).toEqual([uri])
    }
  })
})

describe('several destinations', () => {
  it('are trusted together or not at all', () => {
    expect(decide(visit('https://corp.example/a', 'https://corp.example/b'), domain).trusted).toBe(true)
    const mixed = decide(visit('https://corp.example/', 'https://dropbox.com/home'), domain)
    expect(mixed).toMatchObject({
      trusted: false,
      trustReason: null,
      untrustedValues: { domains: ['dropbox.com'], urlPaths: ['dropbox.com/home'] },
    })
    expect(decide(mail('Gmail', 'a@corp.example', 'b@else.example', 'c@else.example'), domain)).toMatchObject({
      trusted: false,
      untrustedValues: { domains: ['else.example'] },
    })
    expect(decide(share('Box', 'a@corp.example', 'b@sub.corp.example'), domain).trusted).toBe(true)
    expect(decide(sync('OneDrive', { user: { email: ['a@corp.example', 'a@home.example'] } }), domain).trusted).toBe(
      false,
    )
  })

  it('include those that cannot be told: a tab without address and title, a link for anybody, a text of two addresses', () => {
    expect(decide(upload({ tabs: [tab('https://corp.example/'), tab(null)] }), domain).trusted).toBe(false)
    const shared = share('Box', 'a@corp.example')
    shared.event.shareType.push('Anyone with the link')
    expect(decide(shared, domain).trusted).toBe(false)
    expect(decide(mail('Gmail', 'a@else.example, b@corp.example'), domain).trusted).toBe(false)
    expect(decide(mail('Gmail', '"Ann" <ann@corp.example>'), domain).trusted).toBe(true)
    expect(decide(mail('Gmail', 'nobody'), domain).trusted).toBe(false)
  })

  it('count domains that stand beside the tabs, but not those that are in them', () => {
    const tabs = [tab('https://www.corp.example/')]
    expect(decide(upload({ tabs, domains: ['corp.example'] }), domain).trusted).toBe(true)
    expect(decide(upload({ tabs, domains: ['corp.example', 'else.example'] }), domain).untrustedValues.domains).toEqual(
      ['else.example'],
    )
    const pushed = upload({ domains: ['git.example'] }, { git: { repositoryUri: 'git@git.example:a/b' } })
    expect(decide(pushed, entry('GIT_REPOSITORY_URI', 'git.example/a/b')).trusted).toBe(true)
  })
})

describe('an account in the browser', () => {
  it('speaks for one tab alone, at a place that is listed', () => {
    expect(reason(signedIn('https://claude.ai/new', 'ann@corp.example'), domain)).toBe(trustReasons.browserAccount)
    expect(reason(signedIn('https://claude.ai/new', 'ann@home.example'), domain)).toBeNull()
    expect(reason(signedIn('https://unlisted.example/', 'ann@corp.example'), domain)).toBeNull()
    const process = { extension: { loggedInUser: 'ann@corp.example' } }
    const two = upload({ tabs: [tab('https://claude.ai/'), tab('https://chatgpt.com/')] }, { process })
    expect(reason(two, domain)).toBeNull()
  })
})

it('leaves activity alone that is not evaluated for trust', () => {
  for (const action of [
    'removable-media-created',
    'file-printed',
    'file-downloaded',
    'file-modified',
    'sync-app-deleted',
  ])
    expect(
      decide(
        eventOf({ event: { action, observer: 'Endpoint' }, destination: { tabs: [tab('https://else.example/')] } }),
        domain,
      ),
    ).toEqual(decide(eventOf({})))
})

describe('a source of high value', () => {
  const high = (type: Parameters<typeof entry>[0], value: string) => compileTrust([entry(type, value, [], true)])
  const acquired = (from: object) => eventOf({ file: { acquiredFrom: [from] } })
  it('is found where a file came from, now or before', () => {
    const trust = high('DOMAIN', 'corp.example')
    expect(isFromHighValueSource(eventOf({ source: { domains: ['wiki.corp.example'] } }), trust)).toBe(true)
    expect(isFromHighValueSource(acquired({ tabs: [tab('https://corp.example/a')] }), trust)).toBe(true)
    expect(isFromHighValueSource(acquired({ sourceUser: { email: ['a@corp.example'] } }), trust)).toBe(true)
    expect(isFromHighValueSource(visit('https://corp.example/'), trust)).toBe(false)
    expect(isFromHighValueSource(acquired({ sourceDomains: ['x.test'] }), trust)).toBe(false)
  })
  it('may be of every type', () => {
    const slackTab = tab('https://app.slack.com/client', 'a - Acme - Slack')
    expect(isFromHighValueSource(acquired({ tabs: [slackTab] }), high('SLACK', 'Acme'))).toBe(true)
    expect(isFromHighValueSource(acquired({ sourceAccountName: 'Corp' }), high('ACCOUNT_NAME', 'corp'))).toBe(true)
    expect(isFromHighValueSource(acquired({ tabs: [tab('https://a.test/b/c')] }), high('URL_PATH', 'a.test/b'))).toBe(
      true,
    )
    const git = { repositoryUri: 'git@git.example:a/b.git' }
    expect(isFromHighValueSource(acquired({ git }), high('GIT_REPOSITORY_URI', 'https://git.example/a/b'))).toBe(true)
    expect(isFromHighValueSource(acquired({ git }), compileTrust([entry('DOMAIN', 'git.example')]))).toBe(false)
  })
})

it.each([
  ['DOMAIN', 'exa mple.com'],
  ['DOMAIN', 'a..b'],
  ['DOMAIN', '-a.example'],
  ['DOMAIN', 'user@corp.example'],
  ['DOMAIN', `${'a'.repeat(64)}.example`],
  ['URL_PATH', 'corp.example'],
  ['URL_PATH', 'https://user@corp.example/x'],
  ['SLACK', 'Acme <b>'],
  ['GIT_REPOSITORY_URI', 'not a repository'],
  ['ACCOUNT_NAME', 'a\u0000b'],
  ['ACCOUNT_NAME', '  '],
] as const)('cannot trust %s %s', (type, value) => {
  expect(keyOf(type, value).ok).toBe(false)
})
