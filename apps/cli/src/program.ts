import { Command } from 'commander'
import { addAgent } from './commands/agent.ts'
import { addAlerts } from './commands/alerts.ts'
import { addApiClients } from './commands/api-clients.ts'
import { addDemo } from './commands/demo.ts'
import { addAgents, addUsers } from './commands/imports.ts'
import { addIngest } from './commands/ingest.ts'
import { addLessons } from './commands/lessons.ts'
import { addLogin } from './commands/login.ts'
import { addNotifications } from './commands/notifications.ts'
import { addProvisioningTokens } from './commands/provisioning-tokens.ts'
import { addRules } from './commands/rules.ts'
import { addSearch } from './commands/search.ts'
import { addServe } from './commands/serve.ts'
import { addSimulate } from './commands/simulate.ts'
import { addStatus } from './commands/status.ts'
import type { CliContext } from './context.ts'

/** The whole command line as data; nothing runs until it is parsed. */
export const createProgram = (context: CliContext): Command => {
  const program = new Command('spillway')
    .description('Insider-risk platform: run it, feed it, search it')
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError('Add --help for what this command takes.')
    .configureOutput({
      writeOut: (text) => void context.output.write(text),
      writeErr: (text) => void context.errors.write(text),
      getOutHelpWidth: () => context.output.columns,
      getErrHelpWidth: () => context.errors.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .version('0.1.0', '-V, --version', 'print the version')
  for (const add of [
    addServe,
    addDemo,
    addAgent,
    addSearch,
    addRules,
    addAlerts,
    addLessons,
    addIngest,
    addUsers,
    addAgents,
    addApiClients,
    addProvisioningTokens,
    addNotifications,
    addSimulate,
    addStatus,
    addLogin,
  ]) {
    add(program, context)
  }
  return program
}
