import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root, without a trailing slash. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Where the pinned Python clients live; two environments, because their dependencies conflict. */
export const python = {
  code42cli: join(root, '.venv/code42cli/bin'),
  incydr: join(root, '.venv/incydr/bin'),
}

/** The vendor's published definition: given by name, else looked for beside the checkout. */
export const publishedDefinition =
  process.env.SPILLWAY_PUBLISHED_DEFINITION || join(root, '../shared/reference/incydr-api-2024.json')

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Something a test needs that a fresh machine may lack. */
export interface Part {
  readonly name: string
  readonly present: boolean
  readonly without: string
  readonly remedy: string
  /** Not every machine can have it, so even a run that requires everything only reports its absence. */
  readonly wherePossible?: true
}

/** A small file system of its own to fill up: needs root and the right to mount. */
const canMount = (): boolean => {
  const directory = mkdtempSync(join(tmpdir(), 'spillway-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory]).status === 0
  if (mounted) spawnSync('umount', [directory])
  rmSync(directory, { recursive: true, force: true })
  return mounted
}

const mountable = canMount()

/** A file as a disk: needs a free loop device and what makes a file system on it. */
const canAttach = (): boolean =>
  spawnSync('losetup', ['--find']).status === 0 && spawnSync('mkfs.ext4', ['-V']).status === 0

const setUp = 'run .ci/run, which sets it up'

/** Every optional part, whether it is here, and what is not tested where it is missing. */
export const parts = {
  code42cli: {
    name: 'py42 and code42cli',
    present: executable(join(python.code42cli, 'code42')),
    without: 'the real py42 and code42cli against a running server',
    remedy: setUp,
  },
  incydr: {
    name: 'incydr',
    present: executable(join(python.incydr, 'incydr')),
    without: 'the real incydr SDK and command line against a running server',
    remedy: setUp,
  },
  postgres: {
    name: 'PostgreSQL',
    present: Boolean(process.env.SPILLWAY_TEST_POSTGRES),
    without: 'the control store, and what stands on it, on PostgreSQL',
    remedy: `set SPILLWAY_TEST_POSTGRES to the URL of an empty database, or ${setUp}`,
  },
  curl: {
    name: 'curl',
    present: spawnSync('curl', ['--version']).status === 0,
    without: 'the documented command lines with the real curl',
    remedy: 'install curl',
  },
  python: {
    name: 'python3',
    present: spawnSync('python3', ['--version']).status === 0,
    without: 'the documented command lines that format JSON with it',
    remedy: 'install Python 3',
  },
  publishedDefinition: {
    name: 'the published API definition',
    present: existsSync(publishedDefinition),
    without: 'responses against the definition that the vendor published',
    remedy: 'set SPILLWAY_PUBLISHED_DEFINITION to the file',
  },
  loopDevice: {
    name: 'a block device of its own',
    present: mountable && canAttach(),
    without: 'what goes onto a real, mounted device (a loop device stands in for a USB stick)',
    remedy: 'run as root on Linux where loop devices are allowed',
    wherePossible: true,
  },
  smallDisk: {
    name: 'a file system that can be filled',
    present: mountable,
    without: 'what happens when the disk is full',
    remedy: 'run as root on Linux where mounting is allowed',
    wherePossible: true,
  },
} satisfies Record<string, Part>

/** Whether a missing part fails the run instead of being left out. */
export const everythingRequired = process.env.SPILLWAY_REQUIRE_ALL === '1'
