import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sqliteUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts, python } from '../../support/parts.ts'
import { type CommandServer, startCommandServer } from '../command-server.ts'
import { openTrustScene, type TrustScene } from './scene.ts'

type Row = Readonly<Record<string, unknown>>

const rowsOf = (printed: string): Row[] =>
  printed
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Row)

const expectEveryCommand = async (program: CommandServer, client: string) => {
  const every = (await program.commands()).filter((name) => name.startsWith('trusted-activities '))
  const missing = every.filter((name) => !program.exercised.has(name))
  console.log(`${client} trusted-activities: ${every.length - missing.length} of ${every.length} commands exercised`)
  expect(missing).toEqual([])
}

describe.skipIf(!parts.code42cli.present)('code42cli trusted-activities', () => {
  let scene: TrustScene
  let program: CommandServer
  const trusted = (...args: string[]) => program.succeed(['trusted-activities', ...args])
  const rows = async () => rowsOf(await trusted('list', '-f', 'RAW-JSON'))
  const csv = (...lines: string[]) => {
    const path = join(scene.home, 'trust.csv')
    writeFileSync(path, `${lines.join('\n')}\n`)
    return path
  }
  beforeAll(async () => {
    scene = await openTrustScene(sqliteUnderTest)
    program = startCommandServer({
      python: join(python.code42cli, 'python'),
      ...{ module: 'code42cli.main', attribute: 'cli', program: 'code42' },
      environment: {
        HOME: scene.home,
        PYTHON_KEYRING_BACKEND: 'keyrings.alt.file.PlaintextKeyring',
        PYTHONWARNINGS: 'ignore',
        COLUMNS: '400',
      },
    })
    const { url, username, password } = scene.told
    await program.succeed(['profile', 'create', '-n', 'admin', '-s', url, '-u', username, '--password', password, '-y'])
  }, 120_000)
  afterAll(async () => {
    program?.close()
    await scene?.close()
  })

  it('creates, lists, updates and removes', async () => {
    expect(await trusted('list')).toContain('No trusted activities found.')
    await trusted('create', 'DOMAIN', 'partner.example', '--description', 'a partner')
    await trusted('create', 'SLACK', 'Partner Place')
    const [domain, slack] = await rows()
    expect([domain, slack]).toMatchObject([
      { type: 'DOMAIN', value: 'partner.example', description: 'a partner' },
      { type: 'SLACK', value: 'Partner Place', description: null },
    ])
    expect(rowsOf(await trusted('list', '--type', 'SLACK', '-f', 'RAW-JSON'))).toEqual([slack])
    await trusted('update', String(slack?.resourceId), '--value', 'Other Place', '--description', 'theirs')
    expect((await rows())[1]).toMatchObject({ value: 'Other Place', description: 'theirs' })
    await trusted('remove', String(slack?.resourceId))
    expect(await rows()).toEqual([domain])
  })

  it('does it for the rows of a file', async () => {
    await trusted('bulk', 'generate-template', 'create', '-p', join(scene.home, 'template.csv'))
    await trusted('bulk', 'create', csv('type,value,description', 'DOMAIN,one.example,first', 'SLACK,Two,'))
    const made = (await rows()).filter(({ value }) => value === 'one.example' || value === 'Two')
    expect(made).toHaveLength(2)
    const ids = made.map(({ resourceId }) => String(resourceId))
    await trusted('bulk', 'update', csv('resource_id,value,description', ...ids.map((id) => `${id},,told`)))
    expect((await rows()).filter(({ description }) => description === 'told')).toHaveLength(2)
    await trusted('bulk', 'remove', csv('resource_id', ...ids))
    expect(await rows()).toHaveLength(1)
  })

  it('says what was wrong', async () => {
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await program.run(['trusted-activities', ...args])
      expect(code).not.toBe(0)
      return stdout + stderr
    }
    expect(await refused('create', 'DOMAIN', 'partner.example')).toContain('already exists on your trusted list')
    expect(await refused('create', 'DOMAIN', 'no domain')).toContain('Invalid character in domain')
    expect(await refused('create', 'SLACK', 'x', '--description', 'x'.repeat(251))).toContain('max 250 characters')
    expect(await refused('remove', '0')).toContain("Resource ID '0' not found")
  })

  it('has no command that was not tried', () => expectEveryCommand(program, 'code42'))
})

describe.skipIf(!parts.incydr.present)('incydr trusted-activities', () => {
  let scene: TrustScene
  let program: CommandServer
  const trusted = (...args: string[]) => program.succeed(['trusted-activities', ...args])
  const add = async (...args: string[]) => JSON.parse(await trusted('add', ...args, '-f', 'json-lines')) as Row
  beforeAll(async () => {
    scene = await openTrustScene(sqliteUnderTest)
    const { url, clientId, clientSecret } = scene.told
    program = startCommandServer({
      python: join(python.incydr, 'python'),
      ...{ module: '_incydr_cli.main', attribute: 'incydr', program: 'incydr' },
      environment: {
        ...{ HOME: scene.home, COLUMNS: '400' },
        ...{ INCYDR_URL: url, INCYDR_API_CLIENT_ID: clientId, INCYDR_API_CLIENT_SECRET: clientSecret },
      },
    })
  }, 120_000)
  afterAll(async () => {
    program?.close()
    await scene?.close()
  })

  it('adds every type', async () => {
    const options = [
      '--file-upload',
      '--file-transfer',
      '--git-push',
      '--cloud-sync',
      'BOX',
      '--cloud-share',
      'ONE_DRIVE',
    ]
    const more = ['--email-share', 'GMAIL', '--browser-destination', 'CLAUDE', '--high-value']
    expect(await add('domain', 'partner.example', ...options, ...more)).toMatchObject({
      ...{ type: 'DOMAIN', value: 'partner.example', isHighValueSource: true },
    })
    expect(await add('url-path', 'git.example/team')).toMatchObject({ type: 'URL_PATH', isHighValueSource: false })
    expect(await add('slack-workspace', 'Partner Place')).toMatchObject({ type: 'SLACK' })
    expect(await add('account', 'OneDrive - Us', '--dropbox', '--one-drive')).toMatchObject({ type: 'ACCOUNT_NAME' })
    expect(await add('git-repo', 'git.example:team/code')).toMatchObject({ type: 'GIT_REPOSITORY_URI' })
  })

  it('lists, shows, updates and deletes', async () => {
    const every = rowsOf(await trusted('list', '-f', 'json-lines'))
    expect(every).toHaveLength(5)
    for (const format of ['table', 'csv', 'json-pretty'])
      expect(await trusted('list', '-f', format)).toContain('Partner Place')
    const [slack] = rowsOf(await trusted('list', '--activity-type', 'SLACK', '-f', 'json-lines'))
    const id = String(slack?.activityId)
    expect(await trusted('show', id)).toContain('Partner Place')
    const update = ['update', id, '--description', 'theirs', '--value', 'Other Place', '--high-value-source', 'true']
    expect(rowsOf(await trusted(...update, '-f', 'json-lines'))[0]).toMatchObject({
      ...{ activityId: id, value: 'Other Place', description: 'theirs', isHighValueSource: true },
    })
    expect(await trusted('delete', id)).toContain(`Successfully deleted trusted activity ${id}`)
    const again = await program.run(['trusted-activities', 'show', id])
    expect([again.code === 0, again.stdout + again.stderr]).toEqual([false, expect.stringContaining('404')])
  })

  it('has no command that was not tried', () => expectEveryCommand(program, 'incydr'))
})
