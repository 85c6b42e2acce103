import type { AddressInfo } from 'node:net'
import { Session } from 'chdb'
import type { Fault } from './faults.ts'
import { createEndpointServer, type EndpointOptions } from './server.ts'

/** Messages of the parent to the process that holds the engine. */
export type ParentMessage =
  | { kind: 'listen'; port: number }
  | { kind: 'fault'; fault: Fault | undefined }
  | { kind: 'stop' }

const options = JSON.parse(process.argv[2] ?? '{}') as EndpointOptions
// Held open so that the engine stays loaded between statements.
const keeper = new Session(options.path)
const { server, setFault } = createEndpointServer(options)
let port = 0

const listen = () =>
  new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      port = (server.address() as AddressInfo).port
      resolve()
    })
  })

const hangUp = () =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

const handle = async (message: ParentMessage) => {
  if (message.kind === 'listen') {
    port = message.port
    await listen()
  } else if (message.kind === 'fault') {
    setFault(message.fault)
    if (message.fault?.kind === 'refuse') await hangUp()
    else if (!server.listening) await listen()
  } else {
    await hangUp()
    keeper.close()
    process.disconnect()
    return
  }
  process.send?.({ port })
}

process.on('message', (message: ParentMessage) => void handle(message))
process.on('disconnect', () => process.exit(0))
