import { open } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileTypeFromFile } from 'file-type'
import mime from 'mime'
import { extensionTypes } from './extension-types.ts'

const sampleBytes = 4096

/** Interpreters of scripts whose first line names them. */
const interpreters: readonly (readonly [RegExp, string])[] = [
  [/\b(ba|z|k|da|a)?sh\b/, 'text/x-shellscript'],
  [/\bpython/, 'text/x-python'],
  [/\bperl/, 'text/x-perl'],
  [/\bruby/, 'text/x-ruby'],
  [/\bnode/, 'application/javascript'],
]

/** MIME type the content tells: by magic number, else text or not. Null for an empty file. */
export const mimeTypeByBytes = async (path: string): Promise<string | null> => {
  const found = await fileTypeFromFile(path)
  if (found) return found.mime
  const sample = await readStart(path)
  if (sample.length === 0) return null
  return isText(sample) ? textType(sample) : 'application/octet-stream'
}

/** MIME type the extension promises, null when it is unknown. */
export const mimeTypeByExtension = (path: string): string | null => {
  const extension = extname(path).slice(1).toLowerCase()
  return extension === '' ? null : (extensionTypes[extension] ?? mime.getType(extension))
}

const readStart = async (path: string): Promise<Buffer> => {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

const textType = (sample: Buffer): string => {
  const [firstLine = ''] = sample.toString('latin1', 0, 128).split('\n')
  if (!firstLine.startsWith('#!')) return 'text/plain'
  return interpreters.find(([pattern]) => pattern.test(firstLine))?.[1] ?? 'text/plain'
}

/** No zero byte and valid UTF-8, but for a character the sample cuts in two. */
const isText = (sample: Buffer): boolean => {
  if (sample.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return true
  } catch {
    return false
  }
}
