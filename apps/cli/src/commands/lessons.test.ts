import { afterEach, expect, it } from 'vitest'
import { type StubServer, startStubServer } from '../testing/stub-server.ts'
import { spillway } from '../testing/world.ts'

const lesson = {
  ...{
    id: 'drones',
    type: 'CUSTOM',
    title: 'Drones',
    description: null,
    subject: 'About\u001b drones',
    mediaUrl: null,
  },
  ...{ message: 'Hi {{firstName}},\n\nplease land.', createdAt: '', createdBy: '', modifiedAt: '', modifiedBy: '' },
}
let server: StubServer
const start = async () => {
  server = await startStubServer({
    '/v1/spillway/lessons': ({ method }) => ({ json: method === 'POST' ? lesson : { lessons: [lesson] } }),
    '/v1/spillway/lessons/drones': () => ({ json: lesson }),
  })
  return server.environment
}
afterEach(() => server.close())

it('lists lessons and shows what one says, without what would move the cursor', async () => {
  const environment = await start()
  expect((await spillway(['lessons', 'list'], { environment })).output).toMatch(/^drones\tCUSTOM\tDrones\tAbout/m)
  const { output } = await spillway(['lessons', 'show', 'drones'], { environment })
  expect(output).toContain('title\tDrones\n')
  expect(output).toContain('\n\nHi {{firstName}},\n\nplease land.\n')
  expect(output).not.toContain('\u001b')
})

it('creates a lesson from JSON', async () => {
  const environment = await start()
  const input = JSON.stringify({ title: 'Drones', subject: 'About drones', message: 'Please land.' })
  expect((await spillway(['lessons', 'create', '--file', '-', '--json'], { environment, input })).output).toContain(
    'drones',
  )
  expect(server.received.at(-1)).toMatchObject({ method: 'POST', body: input })
  const broken = await spillway(['lessons', 'create', '--file', '-'], { environment, input: 'Hello' })
  expect(broken).toMatchObject({ code: 2, errors: expect.stringContaining('Standard input holds no JSON') })
})
