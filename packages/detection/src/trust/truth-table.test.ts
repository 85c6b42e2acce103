import type { FileEvent } from '@spillway/event-model'
import { describe, expect, it } from 'vitest'
import { supportedActions, type TrustReason, trustReasons, trustTypes } from './catalogue.ts'
import { compileTrust } from './compile.ts'
import { decideTrust } from './decide.ts'
import type { TrustEntry } from './entry.ts'
import { entry, mail, only, type Pair, pairsOf, push, share, signedIn, sync, transfer, visit } from './test/events.ts'

const decide = (event: FileEvent, ...entries: TrustEntry[]) => decideTrust(event, compileTrust(entries))
const nameOf = ({ action, provider }: Pair) => `${action} ${provider ?? ''}`.trim()

const someone = 'ann@corp.example'
const apps: Readonly<Record<string, string>> = {
  ...{ BOX: 'Box', DROPBOX: 'Dropbox', GOOGLE_DRIVE: 'Google Drive', ICLOUD: 'iCloud', ONE_DRIVE: 'OneDrive' },
}
const observers: Readonly<Record<string, string>> = {
  ...{ BOX: 'Box', GMAIL: 'Gmail', GOOGLE_DRIVE: 'GoogleDrive', OFFICE_365: 'Office365', ONE_DRIVE: 'OneDrive' },
}
const sites: Readonly<Record<string, string>> = {
  ...{ AIRTABLE: 'airtable.com', AMAZON_WEB_SERVICES: 'eu-west-1.console.aws.amazon.com', BLACKBOX: 'www.blackbox.ai' },
  ...{ BOX: 'app.box.com', CHATGPT: 'chatgpt.com', CLAUDE: 'claude.ai', CONCUR: 'us2.concursolutions.com' },
  ...{ CURSOR: 'cursor.com', DROPBOX: 'www.dropbox.com', GOOGLE_WORKSPACE: 'docs.google.com' },
  ...{ MICROSOFT_365: 'corp-my.sharepoint.com', NOTTA: 'app.notta.ai', OTTER: 'otter.ai' },
  ...{ PERPLEXITY: 'www.perplexity.ai', SLACK: 'app.slack.com', YOU_DOT_COM: 'you.com' },
}

/** One event for every pair of action and provider that the published table has, and the reason it gets. */
const sampleOf = ({ action, provider }: Pair): { event: FileEvent; reason: TrustReason } => {
  const name = provider ?? ''
  switch (action) {
    case 'FILE_UPLOAD':
      return { event: visit('https://corp.example/drop'), reason: trustReasons.browserUrl }
    case 'GIT_PUSH':
      return { event: push('git@corp.example:team/code.git'), reason: trustReasons.repository }
    case 'FILE_TRANSFER':
      return { event: transfer('corp.example'), reason: trustReasons.fileTransfer }
    case 'CLOUD_SYNC':
      return { event: sync(apps[name] ?? '', { user: { email: [someone] } }), reason: trustReasons.syncAccount }
    case 'CLOUD_SHARE':
      return { event: share(observers[name] ?? '', someone), reason: trustReasons.sharedWith }
    case 'EMAIL':
      return { event: mailBy(name), reason: trustReasons.emailRecipient }
    case 'USER_ACCOUNT_UPLOAD':
      return { event: signedIn(`https://${sites[name]}/new`, someone), reason: trustReasons.browserAccount }
  }
}
const mailBy = (provider: string) => mail(observers[provider] ?? '', someone)

describe('the published table', () => {
  it('has its types, actions and providers', () => {
    const table = trustTypes.map((type) => [type, pairsOf(type).map(nameOf)])
    expect(table.map(([type, pairs]) => [type, pairs?.length])).toEqual([
      ['DOMAIN', 29],
      ['ACCOUNT_NAME', 2],
      ['GIT_REPOSITORY_URI', 1],
      ['SLACK', 0],
      ['URL_PATH', 0],
    ])
    expect(supportedActions.ACCOUNT_NAME).toEqual({ CLOUD_SYNC: ['DROPBOX', 'ONE_DRIVE'] })
    expect(supportedActions.GIT_REPOSITORY_URI).toEqual({ GIT_PUSH: [] })
  })

  it('is what a domain trusts: each pair its own activity, and nothing else', () => {
    const pairs = pairsOf('DOMAIN')
    for (const trusted of pairs) {
      for (const done of pairs) {
        const { event, reason } = sampleOf(done)
        const decision = decide(event, entry('DOMAIN', 'corp.example', only(trusted)))
        const expected = trusted === done ? [true, reason] : [false, null]
        expect([nameOf(trusted), nameOf(done), decision.trusted, decision.trustReason]).toEqual([
          nameOf(trusted),
          nameOf(done),
          ...expected,
        ])
      }
    }
  })

  it('is what an account name trusts', () => {
    for (const trusted of pairsOf('ACCOUNT_NAME')) {
      for (const app of Object.keys(apps)) {
        const event = sync(apps[app] ?? '', { accountName: 'OneDrive - Corp', user: { email: ['ann@else.example'] } })
        const decision = decide(event, entry('ACCOUNT_NAME', 'onedrive -  corp', only(trusted)))
        expect([app, decision.trusted]).toEqual([app, app === trusted.provider])
        expect(decision.untrustedValues.accountNames).toEqual(decision.trusted ? [] : ['OneDrive - Corp'])
      }
    }
  })

  it('is what the other types trust: pushes, paths and workspaces in the browser', () => {
    const others = [
      entry('GIT_REPOSITORY_URI', 'corp.example:team/code'),
      entry('URL_PATH', 'corp.example/drop'),
      entry('SLACK', 'Corp'),
    ]
    const trustedBy = pairsOf('DOMAIN').map((pair) => {
      const { event } = sampleOf(pair)
      return [nameOf(pair), others.filter((one) => decide(event, one).trusted).map(({ type }) => type)]
    })
    expect(trustedBy.filter(([, types]) => (types?.length ?? 0) > 0)).toEqual([
      ['FILE_UPLOAD', ['URL_PATH']],
      ['GIT_PUSH', ['GIT_REPOSITORY_URI']],
    ])
  })

  it('trusts the whole of a domain with every action', () => {
    for (const pair of pairsOf('DOMAIN')) {
      expect([nameOf(pair), decide(sampleOf(pair).event, entry('DOMAIN', 'corp.example')).trusted]).toEqual([
        nameOf(pair),
        true,
      ])
    }
  })
})
