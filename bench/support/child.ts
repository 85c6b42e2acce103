import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/**
 * Runs one of `bench/jobs` in a process of its own and returns what it reports. The embedded engine takes one data
 * path per process, and a measured client must not share the event loop of what it measures.
 */
export const runJob = async <Result>(name: string, task: unknown): Promise<Result> => {
  const script = fileURLToPath(new URL(`../jobs/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The job ${name} ended with ${code}`)
  return JSON.parse(text.slice(text.lastIndexOf(marker) + marker.length)) as Result
}

// The engine may write to standard output as well; the report is what follows the last mark.
const marker = '\u0001'

/** In a job: the task it was given. */
export const taskOf = <Task>(): Task => JSON.parse(process.argv[2] ?? 'null') as Task

/** In a job: hands the result to the parent. */
export const report = (result: unknown): void => {
  process.stdout.write(marker + JSON.stringify(result))
}
