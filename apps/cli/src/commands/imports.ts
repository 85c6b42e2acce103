import type { Command } from 'commander'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { agentImport, type ImportKind, userImport } from '../import/kinds.ts'
import { type ImportOptions, importFile } from '../import/run.ts'

/** `spillway <group> import`; `row` says what a line of the file stands for. */
const addImport =
  (kind: ImportKind, description: string, row: string) =>
  (program: Command, context: CliContext): Command => {
    const { name, key } = kind
    const group = program.command(name).description(description)
    const command = withConnection(group.command('import'))
      .description(`Import a CSV file. One row ${row}, known by ${key}; what is there already is changed`)
      .argument('<file>', 'CSV with a header; empty cells leave things as they are')
      .option('--fresh', 'begin anew, where an earlier run stopped midway')
      .option('--json', 'the summary as JSON')
      .action(async (file: string, options: ConnectionOptions & ImportOptions) =>
        importFile(context, await connect(context, options), file, kind, options),
      )
    withExamples(command, [
      [
        `spillway ${name} import ${name}.csv`,
        `failed rows are told in ${name}.csv.import-report.csv; run again, it goes on`,
      ],
    ])
    return group
  }

export const addUsers = addImport(userImport, 'Import people', 'a person')
export const addAgents = addImport(agentImport, 'Import machines', 'a machine')
