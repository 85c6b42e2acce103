import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Outcome } from '../support/command.ts'
import { root } from '../support/parts.ts'

export interface CommandLine {
  /** Python of the environment the program is installed in. */
  readonly python: string
  readonly module: string
  readonly attribute: string
  readonly program: string
  readonly environment: Readonly<Record<string, string>>
}

/** A command line whose imports are paid for once. Every command still runs in a process of its own. */
export interface CommandServer {
  run(args: readonly string[], input?: string): Promise<Outcome>
  /** Runs a command that must succeed and gives what it printed. */
  succeed(args: readonly string[], input?: string): Promise<string>
  /** Names of all commands, such as `users bulk move`. */
  commands(): Promise<string[]>
  /** Commands that ended well so far. */
  readonly exercised: ReadonlySet<string>
  close(): void
}

export const startCommandServer = (line: CommandLine): CommandServer => {
  const script = join(root, 'test/clients/command_server.py')
  const child = spawn(line.python, [script, line.module, line.attribute, line.program], {
    env: { ...process.env, ...line.environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const exercised = new Set<string>()
  let turn: Promise<unknown> = Promise.resolve()
  let known: string[] | undefined

  const ask = <Value>(request: object): Promise<Value> => {
    const answer = turn.then(async () => {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error(`${line.program} ended`)
      return JSON.parse(value) as Value
    })
    turn = answer.catch(() => undefined)
    return answer
  }
  const commands = async () => {
    known ??= await ask<string[]>({ tree: true })
    return known
  }
  const run: CommandServer['run'] = async (args, input = '') => {
    const outcome = await ask<Outcome>({ args, input })
    // The longest name that the words begin with.
    const words = `${args.join(' ')} `
    const [name] = (await commands())
      .filter((command) => words.startsWith(`${command} `))
      .sort()
      .reverse()
    if (name !== undefined && outcome.code === 0) exercised.add(name)
    return outcome
  }
  return {
    run,
    commands,
    exercised,
    succeed: async (args, input) => {
      const { code, stdout, stderr } = await run(args, input)
      if (code !== 0) throw new Error(`${line.program} ${args.join(' ')} ended with ${code}\n${stdout}\n${stderr}`)
      return stdout
    },
    close: () => child.stdin.end(),
  }
}
