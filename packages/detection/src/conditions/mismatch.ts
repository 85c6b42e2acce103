import type { EventPart } from '@spillway/event-model'

/** What tells whether name and content fit. */
type Described = EventPart<'file.name' | 'file.categoryByBytes' | 'file.categoryByExtension' | 'file.mimeTypeByBytes'>

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Types that say nothing about what the content is. */
const vagueTypes = words('text/plain application/octet-stream application/x-cfb')

/** Extensions that anything may bear. */
const vagueExtensions = words('app bin img key raw')

/** Text looks alike from inside, so that one kind of text under the name of another proves nothing. */
const textTypes =
  /^text\/|^application\/(json|javascript|x-javascript|typescript|xml|yaml|x-yaml|sql|x-sh|x-bat|x-csh|x-perl|x-php|x-python|x-ruby|xhtml\+xml|x-httpd-php|x-powershell|x-tex)$/
const textCategories = words('SourceCode Script')
const textExtensions = words('csv doc eml log md rtf svg tex tsv txt xls')

/** Formats that are built on another, and which a plain look at the bytes takes for it. */
const builtOn: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'application/zip',
    words('apk docm docx dotx epub ipa jar msix numbers odp ods odt otp pages potx ppsx pptm pptx xlsb xlsm xlsx xltx'),
  ],
  ['application/x-tar', words('ova')],
  ['application/pdf', words('ai')],
  ['application/x-archive', words('deb')],
  ['application/ogg', words('oga ogg ogv opus')],
  ['audio/mp4', words('m4v mp4')],
  ['audio/ogg', words('ogv')],
  ['video/mp4', words('m4a')],
  ['video/ogg', words('oga ogg opus')],
  ['video/webm', words('weba')],
])

/** True when content and extension are of two known kinds that have nothing to do with each other. */
export const isMismatch = ({ file }: Described): boolean => {
  const { categoryByBytes, categoryByExtension, mimeTypeByBytes } = file
  if (categoryByBytes === categoryByExtension || categoryByBytes === null || categoryByExtension === null) return false
  if (categoryByBytes === 'Uncategorized' || categoryByExtension === 'Uncategorized') return false
  return isSuspicious(essenceOf(mimeTypeByBytes ?? ''), extensionOf(file.name ?? ''), categoryByExtension)
}

const isSuspicious = (type: string, extension: string, categoryByExtension: string): boolean => {
  if (vagueTypes.has(type) || vagueExtensions.has(extension) || builtOn.get(type)?.has(extension)) return false
  const isNamedAsText = textCategories.has(categoryByExtension) || textExtensions.has(extension)
  return !(textTypes.test(type) && isNamedAsText)
}

/** MIME type in lower case without its parameters. */
const essenceOf = (type: string): string => {
  const semicolon = type.indexOf(';')
  return (semicolon < 0 ? type : type.slice(0, semicolon)).trim().toLowerCase()
}

const extensionOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase()
