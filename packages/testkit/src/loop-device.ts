import { execFile } from 'node:child_process'
import { mkdir, open, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const imageBytes = 8 * 1024 * 1024

export interface LoopDevice {
  /** Such as `/dev/loop0`. */
  readonly device: string
  readonly mount: (folder: string) => Promise<void>
  readonly unmount: (folder: string) => Promise<void>
  readonly detach: () => Promise<void>
}

/**
 * A real block device of 8 MiB with an ext4 file system, over a file in the folder. Says why there is none where the
 * machine does not allow it: that takes root, `losetup`, `mkfs.ext4` and a kernel with loop devices.
 */
export const attachLoopDevice = async (folder: string): Promise<LoopDevice | { readonly without: string }> => {
  try {
    const image = join(folder, 'medium.img')
    const handle = await open(image, 'w')
    await handle.truncate(imageBytes)
    await handle.close()
    await run('mkfs.ext4', ['-q', '-m', '0', image])
    const device = (await run('losetup', ['--find', '--show', image])).stdout.trim()
    const loop = deviceAt(device)
    await loop.mount(join(folder, 'probe'))
    await loop.unmount(join(folder, 'probe'))
    return loop
  } catch (error) {
    return { without: error instanceof Error ? error.message.trim() : String(error) }
  }
}

const deviceAt = (device: string): LoopDevice => ({
  device,
  mount: async (folder) => {
    await mkdir(folder, { recursive: true })
    await run('mount', [device, folder])
  },
  unmount: async (folder) => {
    await run('umount', [folder])
    await rmdir(folder)
  },
  detach: async () => {
    await run('losetup', ['--detach', device])
  },
})
