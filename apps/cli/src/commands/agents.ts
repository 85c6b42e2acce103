import type { Command } from 'commander'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { agentImport } from '../import/kinds.ts'
import { type ImportOptions, importFile } from '../import/run.ts'

export const addAgents = (program: Command, context: CliContext): Command => {
  const group = program.command('agents').description('Import machines')
  const command = withConnection(group.command('import'))
    .description('Import a CSV file. One row a machine, known by guid; what is there already is changed')
    .argument('<file>', 'CSV with a header; empty cells leave things as they are')
    .option('--fresh', 'begin anew, where an earlier run stopped midway')
    .option('--json', 'the summary as JSON')
    .action(async (file: string, options: ConnectionOptions & ImportOptions) =>
      importFile(context, await connect(context, options), file, agentImport, options),
    )
  withExamples(command, [
    [
      'spillway agents import agents.csv',
      'failed rows are told in agents.csv.import-report.csv; run again, it goes on',
    ],
  ])
  return group
}
