/** Services that files are uploaded to and acquired from, by the subcategory of their indicators. */
export interface UploadGroup {
  readonly subcategory: string
  readonly weight: number
  readonly source: 'published' | 'inferred'
  /** Names as `destination.name` has them; the label is the name and ` upload`. */
  readonly services: readonly string[]
}

const group = (
  subcategory: string,
  weight: number,
  text: string,
  source: UploadGroup['source'] = 'published',
): UploadGroup => ({ subcategory, weight, source, services: text.split('|').map((name) => name.trim()) })

export const uploadGroups: readonly UploadGroup[] = [
  group(
    'Cloud storage uploads',
    5,
    `Amazon Drive | Baidu NetDisk | Box | Crashplan | Drake Portals | Dropbox | File.io | Filestack | Google Drive
     | OpenText Hightail | iCloud | Mega | OneDrive | Secure Firm Portal | Sharefile | SmartVault | SugarSync
     | WeTransfer | Zoho WorkDrive`,
  ),
  group(
    'Code repository uploads',
    5,
    'Bitbucket | Colaboratory | GitHub | GitLab | Google Apps Script | Google Cloud Shell | SourceForge | Stash',
  ),
  group(
    'Email service uploads',
    5,
    `163.com | 126.com | AOL | Comcast | Fastmail | Gmail | GMX | iCloud Mail | Lycos | Mail.com | Outlook
     | ProtonMail | QQMail | Sina Mail | Sohu Mail | Tutanota | Yahoo | Zix | Zoho Mail`,
  ),
  group(
    'Messaging service uploads',
    3,
    `Discord | Facebook Messenger | Google Messages | Google Chat | Google Hangouts | Microsoft Teams | Slack
     | Telegram | Webex | WeChat | WhatsApp | Zoom`,
  ),
  group(
    'Social media uploads',
    3,
    `4chan | Facebook | Imgur | LinkedIn | Odnoklassniki | OK | Qzone | Reddit | Stack Overflow | Tumblr | Twitch
     | Twitter | Vimeo | Vk | Weibo | YouTube`,
  ),
  group('File conversion tool uploads', 3, 'CloudConvert | Compress JPEG | Free Convert | HEICtoJPEG | TinyPNG'),
  group(
    'PDF manager uploads',
    3,
    `Adobe Acrobat | CombinePDF | Free PDF Convert | iLovePDF | JPG2PDF | PDF24 Tools | PDFescape | pdfFiller
     | PDFSimpli | Sejda | SmallPDF | Soda PDF`,
  ),
  group(
    'Productivity tool uploads',
    3,
    `Adobe | Canva | Evernote | Figma | Google Keep | Google Jamboard | Image Color Picker | Kapwing | Miro | Monday
     | Mural | Notion | Overleaf | Photopea | Pixlr | remove.bg | Trello | VEED`,
  ),
  group('Web hosting uploads', 3, 'GitHub Pages | Google Sites | Wix | WordPress'),
  group('AI tool uploads', 3, 'ChatGPT | Claude | Copilot | DeepSeek | Gemini | Perplexity', 'inferred'),
]

/** Indicator of an upload to a service. */
export const uploadIndicator = (service: string): string => `${service} upload`

/** Services whose files one acquires: every one that holds others' files, and the customers' own register. */
export const acquirableServices: readonly string[] = [
  ...uploadGroups
    .filter(({ subcategory }) => /^(Cloud storage|Code repository|Email service|Messaging service)/.test(subcategory))
    .flatMap(({ services }) => services),
  'Salesforce',
]

/** Indicator of a file that came from a service before it left. */
export const acquiredIndicator = (service: string): string => `Acquired from ${service}`
