import { basename } from 'node:path'
import { type ReadTransfer, transferPrograms } from './command-lines.ts'

export type Program =
  | { readonly kind: 'browser' }
  /** A program of one service, such as a messenger. */
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'transfer'; readonly read: ReadTransfer }

const browsers =
  'brave brave-browser chrome chromium chromium-browser epiphany falkon firefox firefox-bin firefox-esr google-chrome ' +
  'konqueror librewolf microsoft-edge msedge opera vivaldi vivaldi-bin waterfox zen'

const services: Readonly<Record<string, string>> = {
  discord: 'Discord',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  'teams-for-linux': 'Microsoft Teams',
  telegram: 'Telegram',
  'telegram-desktop': 'Telegram',
  webex: 'Webex',
  zoom: 'Zoom',
}

const programs: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...browsers.split(' ').map((name): [string, Program] => [name, { kind: 'browser' }]),
  ...Object.entries(services).map(([name, service]): [string, Program] => [name, { kind: 'service', service }]),
  ...[...transferPrograms].map(([name, read]): [string, Program] => [name, { kind: 'transfer', read }]),
])

/** Programs that run scripts: then the script has the name. */
const interpreters = /^(python[\d.]*|perl|ruby|node|bash|sh)$/

/** Parts of a browser that draw pages and open no files of the user's. */
const innerPart = /^(--type=(?!utility)|-contentproc$|--utility-sub-type=(?!network))/

/** The program behind a process, by the name it runs under and its command line; null for one that takes nothing out. */
export const programOf = (name: string, commandLine: readonly string[]): Program | null => {
  const script = commandLine[1]
  const called = interpreters.test(name) && script !== undefined ? basename(script) : name
  const program =
    programs.get(called.toLowerCase()) ?? programs.get(basename(commandLine[0] ?? '').toLowerCase()) ?? null
  const isPart = program !== null && program.kind !== 'transfer' && commandLine.some((word) => innerPart.test(word))
  return isPart ? null : program
}

/** The words after the program, or after the script that an interpreter runs. */
export const argumentsOf = (name: string, commandLine: readonly string[]): readonly string[] =>
  commandLine.slice(interpreters.test(name) ? 2 : 1)
