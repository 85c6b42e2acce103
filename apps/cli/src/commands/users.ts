import type { Command } from 'commander'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { userImport } from '../import/kinds.ts'
import { type ImportOptions, importFile } from '../import/run.ts'

export const addUsers = (program: Command, context: CliContext): Command => {
  const group = program.command('users').description('Import people')
  const command = withConnection(group.command('import'))
    .description('Import a CSV file. One row a person, known by userName; what is there already is changed')
    .argument('<file>', 'CSV with a header; empty cells leave things as they are')
    .option('--fresh', 'begin anew, where an earlier run stopped midway')
    .option('--json', 'the summary as JSON')
    .action(async (file: string, options: ConnectionOptions & ImportOptions) =>
      importFile(context, await connect(context, options), file, userImport, options),
    )
  withExamples(command, [
    ['spillway users import users.csv', 'failed rows are told in users.csv.import-report.csv; run again, it goes on'],
  ])
  return group
}
