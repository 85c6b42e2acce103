import { type FileCategoryValue, fileCategories, vagueMimeTypes } from './file-categories.ts'
import { knownServices, type Service } from './services.ts'

const byExtension = new Map(fileCategories.flatMap(({ value, extensions }) => extensions.map((each) => [each, value])))
const byMimeType = new Map(fileCategories.flatMap(({ value, mimeTypes }) => mimeTypes.map((each) => [each, value])))
const vague: ReadonlySet<string> = new Set(vagueMimeTypes)
const byName = new Map(knownServices.map((service) => [service.name.toLowerCase(), service]))

interface ServicePath {
  readonly path: string
  readonly service: Service
}
const byHost = new Map<string, ServicePath[]>()
for (const service of knownServices) for (const domain of service.domains) addDomain(domain, service)

function addDomain(domain: string, service: Service): void {
  const slash = domain.indexOf('/')
  const host = slash < 0 ? domain : domain.slice(0, slash)
  const paths = byHost.get(host) ?? []
  paths.push({ path: slash < 0 ? '' : domain.slice(slash), service })
  byHost.set(
    host,
    paths.sort((a, b) => b.path.length - a.path.length),
  )
}

/** Extension in lower case without the dot; null where the name has none. A leading dot starts a name, no extension. */
export const extensionOf = (name: string): string | null => {
  const dot = name.lastIndexOf('.')
  return dot > 0 && dot < name.length - 1 ? name.slice(dot + 1).toLowerCase() : null
}

/** Category of an extension (lower case, no dot); null where unknown. */
export const categoryOfExtension = (extension: string): FileCategoryValue | null => byExtension.get(extension) ?? null

/** Category of a MIME type, parameters ignored; null where unknown. */
export const categoryOfMimeType = (mimeType: string): FileCategoryValue | null =>
  byMimeType.get(mimeType) ?? categoryOfUncommonType(mimeType)

const categoryOfUncommonType = (mimeType: string): FileCategoryValue | null => {
  const semicolon = mimeType.indexOf(';')
  const plain = (semicolon < 0 ? mimeType : mimeType.slice(0, semicolon)).trim().toLowerCase()
  return byMimeType.get(plain) ?? byMimeType.get(`${plain.slice(0, plain.indexOf('/'))}/*`) ?? null
}

/** True when a content type leaves the decision to a known extension. */
export const isVagueMimeType = (mimeType: string): boolean => vague.has(mimeType)

/** Service by its name, however it is capitalized. */
export const serviceNamed = (name: string): Service | null => byName.get(name.toLowerCase()) ?? null

/** Service of a host (lower case) and path (with its leading slash); null where unknown. */
export const serviceAt = (host: string, path: string): Service | null => {
  for (let suffix = host; suffix !== ''; suffix = parentOf(suffix)) {
    const found = byHost.get(suffix)?.find((candidate) => isWithin(path, candidate.path))
    if (found) return found.service
  }
  return null
}

const parentOf = (host: string): string => {
  const dot = host.indexOf('.')
  return dot < 0 ? '' : host.slice(dot + 1)
}

const isWithin = (path: string, prefix: string): boolean =>
  path.startsWith(prefix) && (prefix === '' || path.length === prefix.length || /[/?#]/.test(path[prefix.length] ?? ''))
