import { extname } from 'node:path'
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type'
import mime from 'mime'
import { extensionTypes } from './extension-types.ts'

/** Bytes by which text is told from other content. */
export const sampleBytes = 4096

/** Interpreters of scripts whose first line names them. */
const interpreters: readonly (readonly [RegExp, string])[] = [
  [/\b(ba|z|k|da|a)?sh\b/, 'text/x-shellscript'],
  [/\bpython/, 'text/x-python'],
  [/\bperl/, 'text/x-perl'],
  [/\bruby/, 'text/x-ruby'],
  [/\bnode/, 'application/javascript'],
]

/** MIME type the content tells: by magic number, else text or not. Null for an empty file. */
export const mimeTypeOfBytes = async (content: Uint8Array): Promise<string | null> => {
  const found = await fileTypeFromBuffer(content).catch(() => undefined)
  return found?.mime ?? textOrNot(content)
}

/** The same of a file too large for memory, of which the start is given. */
export const mimeTypeOfFile = async (path: string, start: Uint8Array): Promise<string | null> => {
  const found = await fileTypeFromFile(path).catch(() => undefined)
  return found?.mime ?? textOrNot(start)
}

/** MIME type the extension promises, null when it is unknown. */
export const mimeTypeByExtension = (path: string): string | null => {
  const extension = extname(path).slice(1).toLowerCase()
  return extension === '' ? null : (extensionTypes[extension] ?? mime.getType(extension))
}

const textOrNot = (content: Uint8Array): string | null => {
  if (content.length === 0) return null
  const sample = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, sampleBytes))
  return isText(sample) ? textType(sample) : 'application/octet-stream'
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
