import type { Lesson, LessonCreation } from '@spillway/sdk'
import type { Command } from 'commander'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../failure.ts'
import { openInput } from '../ingest/open-input.ts'
import { styleFor } from '../output/style.ts'
import { renderTable } from '../output/table.ts'
import { cellText } from '../output/text.ts'

interface Options extends ConnectionOptions {
  readonly json?: boolean
}

export const addLessons = (program: Command, context: CliContext): Command => {
  const group = program.command('lessons').description('Read and write lessons, which alert rules and watchlists send')
  addList(group, context)
  addShow(group, context)
  addCreate(group, context)
  return group
}

const subcommand = (group: Command, name: string, description: string): Command =>
  withConnection(group.command(name).description(description)).option('--json', 'the answer as JSON')

const addList = (group: Command, context: CliContext) =>
  subcommand(group, 'list', 'List lessons: those that come with Spillway, then your own').action(
    async (options: Options) => {
      const { output, environment, stop } = context
      const lessons = await (await connect(context, options)).lessons.list({ signal: stop })
      if (options.json) return output.write(`${JSON.stringify(lessons, null, 2)}\n`)
      const header = ['ID', 'TYPE', 'TITLE', 'SUBJECT']
      return output.write(renderTable(header, lessons.map(listRow), output, styleFor(output, environment)))
    },
  )

const listRow = ({ id, type, title, subject }: Lesson): string[] => [id, type, ...[title, subject].map(cellText)]

const addShow = (group: Command, context: CliContext) =>
  subcommand(group, 'show', 'Show what a lesson says')
    .argument('<id>', 'id of the lesson')
    .action(async (id: string, options: Options) => {
      const lesson = await (await connect(context, options)).lessons.get(id, { signal: context.stop })
      await showLesson(context, options, lesson)
    })

const addCreate = (group: Command, context: CliContext) => {
  const command = subcommand(group, 'create', 'Create a lesson from a JSON file')
    .requiredOption('--file <file>', 'title, description, subject, message and mediaUrl; - for standard input')
    .action(async (options: Options & { readonly file: string }) => {
      const draft = await readDraft(context, options.file)
      const lesson = await (await connect(context, options)).lessons.create(draft, { signal: context.stop })
      await showLesson(context, options, lesson)
    })
  return withExamples(command, [['spillway lessons create --file drones.json', 'a lesson of your own']])
}

/** The server judges what it says. */
const readDraft = async (context: CliContext, file: string): Promise<LessonCreation> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of await openInput(context, file)) chunks.push(chunk)
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as LessonCreation
  } catch {
    throw new CliError('usage', `${file === '-' ? 'Standard input' : file} holds no JSON`)
  }
}

const showLesson = async ({ output }: CliContext, { json }: Options, lesson: Lesson): Promise<void> => {
  if (json) return output.write(`${JSON.stringify(lesson, null, 2)}\n`)
  const { id, type, title, description, subject, mediaUrl, message } = lesson
  const facts = { id, type, title, description, subject, media: mediaUrl }
  const lines = Object.entries(facts).flatMap(([name, fact]) => (fact === null ? [] : [`${name}\t${cellText(fact)}`]))
  return output.write(`${lines.join('\n')}\n\n${message.split('\n').map(cellText).join('\n')}\n`)
}
