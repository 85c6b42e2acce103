/** One kind of file content. `value` stands in events, `label` in consoles and indicators: they differ in places. */
export interface FileCategory {
  readonly value: FileCategoryValue
  readonly label: string
  /** Lower case, without the dot. */
  readonly extensions: readonly string[]
  /** Exact types, or a whole family written `audio/*`. Exact types win. */
  readonly mimeTypes: readonly string[]
}

export type FileCategoryValue =
  | 'Audio'
  | 'Document'
  | 'Executable'
  | 'Image'
  | 'Pdf'
  | 'Presentation'
  | 'Script'
  | 'SourceCode'
  | 'Spreadsheet'
  | 'Video'
  | 'VirtualDiskImage'
  | 'Archive'
  | 'Uncategorized'

const words = (text: string): readonly string[] => text.split(' ')
const office = 'application/vnd.openxmlformats-officedocument'

/** The closed list of file categories. An extension or MIME type stands in one category only. */
export const fileCategories: readonly FileCategory[] = [
  {
    value: 'Audio',
    label: 'Audio',
    extensions: words('aac aif aiff flac m4a mid midi mp3 oga ogg opus wav wma'),
    mimeTypes: ['audio/*', 'application/ogg'],
  },
  {
    value: 'Document',
    label: 'Document',
    extensions: words('doc docm docx dot dotx eml epub log md msg odt pages rtf tex txt'),
    mimeTypes: [
      'text/plain',
      'text/markdown',
      'text/rtf',
      'application/rtf',
      'application/msword',
      'application/epub+zip',
      'application/vnd.apple.pages',
      'application/vnd.ms-outlook',
      'application/vnd.ms-word.document.macroenabled.12',
      'application/vnd.oasis.opendocument.text',
      'application/x-tex',
      'message/rfc822',
      `${office}.wordprocessingml.document`,
      `${office}.wordprocessingml.template`,
    ],
  },
  {
    value: 'Executable',
    label: 'Executable',
    extensions: words('apk app appimage bin com deb dll dylib exe ipa jar msi msix pkg rpm so'),
    mimeTypes: [
      'application/java-archive',
      'application/vnd.android.package-archive',
      'application/vnd.debian.binary-package',
      'application/vnd.microsoft.portable-executable',
      'application/x-apple-diskimage-installer',
      'application/x-deb',
      'application/x-dosexec',
      'application/x-elf',
      'application/x-executable',
      'application/x-mach-binary',
      'application/x-ms-installer',
      'application/x-msdos-program',
      'application/x-msdownload',
      'application/x-msi',
      'application/x-rpm',
      'application/x-sharedlib',
    ],
  },
  {
    value: 'Image',
    label: 'Image',
    extensions: words('ai avif bmp dng dwg dxf eps gif heic heif ico jpeg jpg png psd raw svg tif tiff webp'),
    mimeTypes: ['image/*', 'application/illustrator', 'application/postscript', 'application/photoshop'],
  },
  { value: 'Pdf', label: 'PDF', extensions: ['pdf'], mimeTypes: ['application/pdf', 'application/x-pdf'] },
  {
    value: 'Presentation',
    label: 'Presentation',
    extensions: words('key odp otp potx pps ppsx ppt pptm pptx'),
    mimeTypes: [
      'application/vnd.apple.keynote',
      'application/vnd.ms-powerpoint',
      'application/vnd.ms-powerpoint.presentation.macroenabled.12',
      'application/vnd.oasis.opendocument.presentation',
      'application/vnd.oasis.opendocument.presentation-template',
      `${office}.presentationml.presentation`,
      `${office}.presentationml.slideshow`,
      `${office}.presentationml.template`,
    ],
  },
  {
    value: 'Script',
    label: 'Script',
    extensions: words('action bash bat cmd csh fish job ksh ps1 psd1 psm1 sh vbs wsf zsh'),
    mimeTypes: [
      'application/x-bat',
      'application/x-csh',
      'application/x-powershell',
      'application/x-sh',
      'text/x-shellscript',
    ],
  },
  {
    value: 'SourceCode',
    label: 'Source code',
    extensions: words(
      'asm c c++ cc class clj cljs cpp cs css cxx dart erl ex exs f90 fs go gradle groovy h hpp hs htm html ipynb java jl js json jsx kt kts less lua m mjs ml mm mts pas php pl pm proto py r rb rs sass scala scss sql swift tf toml ts tsx vb vue xml yaml yml',
    ),
    mimeTypes: [
      'application/java-vm',
      'application/javascript',
      'application/json',
      'application/sql',
      'application/typescript',
      'application/x-httpd-php',
      'application/x-ipynb+json',
      'application/x-javascript',
      'application/x-perl',
      'application/x-php',
      'application/x-python',
      'application/x-ruby',
      'application/x-yaml',
      'application/xhtml+xml',
      'application/xml',
      'application/yaml',
      'text/css',
      'text/html',
      'text/javascript',
      'text/typescript',
      'text/xml',
      'text/x-c',
      'text/x-c++src',
      'text/x-csrc',
      'text/x-go',
      'text/x-java',
      'text/x-java-source',
      'text/x-perl',
      'text/x-php',
      'text/x-python',
      'text/x-ruby',
      'text/x-rust',
      'text/x-sql',
      'text/x-typescript',
      'text/yaml',
    ],
  },
  {
    value: 'Spreadsheet',
    label: 'Spreadsheet',
    extensions: words('csv numbers ods tsv xls xlsb xlsm xlsx xltx'),
    mimeTypes: [
      'text/csv',
      'text/tab-separated-values',
      'application/vnd.apple.numbers',
      'application/vnd.ms-excel',
      'application/vnd.ms-excel.sheet.binary.macroenabled.12',
      'application/vnd.ms-excel.sheet.macroenabled.12',
      'application/vnd.oasis.opendocument.spreadsheet',
      `${office}.spreadsheetml.sheet`,
      `${office}.spreadsheetml.template`,
    ],
  },
  {
    value: 'Video',
    label: 'Video',
    extensions: words('avi flv m4v mkv mov mp4 mpeg mpg ogv webm wmv'),
    mimeTypes: ['video/*', 'application/x-matroska', 'application/mp4'],
  },
  {
    value: 'VirtualDiskImage',
    label: 'Virtual Disk Image',
    extensions: words('dmg img iso ova ovf qcow2 vdi vhd vhdx vmdk'),
    mimeTypes: [
      'application/x-apple-diskimage',
      'application/x-cd-image',
      'application/x-iso9660-image',
      'application/x-qemu-disk',
      'application/x-raw-disk-image',
      'application/x-vhd',
      'application/x-vhdx',
      'application/x-virtualbox-vdi',
      'application/x-vmdk',
    ],
  },
  {
    value: 'Archive',
    label: 'Zip',
    extensions: words('7z bz2 cab gz lz4 rar tar tbz2 tgz txz xz z zip zst'),
    mimeTypes: [
      'application/gzip',
      'application/vnd.ms-cab-compressed',
      'application/vnd.rar',
      'application/x-7z-compressed',
      'application/x-bzip2',
      'application/x-compress',
      'application/x-gtar',
      'application/x-gzip',
      'application/x-lz4',
      'application/x-rar-compressed',
      'application/x-tar',
      'application/x-xz',
      'application/x-zip-compressed',
      'application/zip',
      'application/zstd',
    ],
  },
  { value: 'Uncategorized', label: 'Uncategorized', extensions: [], mimeTypes: ['application/octet-stream'] },
]

/** Types that say nothing about the content, so that a known extension may decide. */
export const vagueMimeTypes: readonly string[] = ['text/plain', 'application/octet-stream']

/** What a file with this content type and name must come out as. */
export interface FileCategorySample {
  readonly mimeTypeByBytes: string | null
  readonly name: string
  readonly category: FileCategoryValue
}

export const fileCategorySamples: readonly FileCategorySample[] = [
  { mimeTypeByBytes: `${office}.spreadsheetml.sheet`, name: 'holiday.jpg', category: 'Spreadsheet' },
  { mimeTypeByBytes: 'application/octet-stream', name: 'backup.zip', category: 'Archive' },
  { mimeTypeByBytes: 'text/plain', name: 'main.py', category: 'SourceCode' },
  { mimeTypeByBytes: 'text/plain', name: 'notes', category: 'Document' },
  { mimeTypeByBytes: 'text/plain', name: 'notes.xyz', category: 'Document' },
  { mimeTypeByBytes: 'application/octet-stream', name: 'blob', category: 'Uncategorized' },
  { mimeTypeByBytes: 'application/pdf', name: 'contract.pdf', category: 'Pdf' },
  { mimeTypeByBytes: 'image/x-canon-cr2', name: 'IMG_1.CR2', category: 'Image' },
  { mimeTypeByBytes: 'application/x-msdownload', name: 'setup.exe', category: 'Executable' },
  { mimeTypeByBytes: 'text/x-shellscript', name: 'deploy', category: 'Script' },
  { mimeTypeByBytes: null, name: 'talk.PPTX', category: 'Presentation' },
  { mimeTypeByBytes: null, name: 'clip.mp4', category: 'Video' },
  { mimeTypeByBytes: null, name: 'song.mp3', category: 'Audio' },
  { mimeTypeByBytes: null, name: 'machine.vmdk', category: 'VirtualDiskImage' },
  { mimeTypeByBytes: null, name: 'app.ts', category: 'SourceCode' },
  { mimeTypeByBytes: null, name: 'README', category: 'Uncategorized' },
]
