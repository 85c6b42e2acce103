import type { PlaceCategory } from './place-categories.ts'

/** An online service that files go to or come from. */
export interface Service {
  readonly name: string
  readonly category: PlaceCategory
  /**
   * Hosts, each standing for its subdomains too; the longest match wins. A path after the host narrows it.
   * Empty where the service runs under its customers' own hosts.
   */
  readonly domains: readonly string[]
}

/** `Name: domain domain | Name: domain` for one category. */
const services = (category: PlaceCategory, text: string): readonly Service[] =>
  text
    .split('|')
    .map((entry) => entry.trim().split(/: ?/))
    .map(([name = '', domains = '']) => ({ name, category, domains: domains.split(' ').filter(Boolean) }))

/** Known services. Names follow the published indicator labels; domains are general knowledge. */
export const knownServices: readonly Service[] = [
  ...services(
    'Cloud Storage',
    `Amazon Drive: amazon.com/clouddrive | Baidu NetDisk: pan.baidu.com | Box: box.com | Crashplan: crashplan.com
     | Drake Portals: drakeportals.com | Dropbox: dropbox.com | File.io: file.io | Filestack: filestack.com
     | Google Drive: drive.google.com docs.google.com | OpenText Hightail: hightail.com
     | iCloud: icloud.com | Mega: mega.nz mega.io | OneDrive: onedrive.live.com 1drv.ms sharepoint.com onedrive.com
     | Secure Firm Portal: securefirmportal.com | Sharefile: sharefile.com | SmartVault: smartvault.com
     | SugarSync: sugarsync.com | WeTransfer: wetransfer.com we.tl | Zoho WorkDrive: workdrive.zoho.com`,
  ),
  ...services(
    'Source Code Repository',
    `Bitbucket: bitbucket.org | Colaboratory: colab.research.google.com | GitHub: github.com
     | GitLab: gitlab.com | Google Apps Script: script.google.com | Google Cloud Shell: shell.cloud.google.com
     | SourceForge: sourceforge.net | Stash: `,
  ),
  ...services(
    'Email',
    `163.com: mail.163.com | 126.com: mail.126.com | AOL: mail.aol.com | Comcast: xfinity.com
     | Fastmail: fastmail.com | Gmail: mail.google.com | GMX: gmx.com gmx.net | iCloud Mail: icloud.com/mail
     | Lycos: lycos.com | Mail.com: mail.com | Outlook: outlook.live.com outlook.office.com outlook.office365.com
     | ProtonMail: mail.proton.me protonmail.com | QQMail: mail.qq.com | Sina Mail: mail.sina.com.cn
     | Sohu Mail: mail.sohu.com | Tutanota: tutanota.com tuta.com | Yahoo: mail.yahoo.com | Zix: zixmail.net
     | Zoho Mail: mail.zoho.com`,
  ),
  ...services(
    'Messaging',
    `Discord: discord.com | Facebook Messenger: messenger.com facebook.com/messages
     | Google Messages: messages.google.com | Google Chat: chat.google.com mail.google.com/chat
     | Google Hangouts: hangouts.google.com | Microsoft Teams: teams.microsoft.com teams.live.com
     | Slack: slack.com | Telegram: web.telegram.org | Webex: webex.com | WeChat: web.wechat.com wx.qq.com
     | WhatsApp: web.whatsapp.com | Zoom: zoom.us`,
  ),
  ...services(
    'Social Media',
    `4chan: 4chan.org | Facebook: facebook.com | Imgur: imgur.com | LinkedIn: linkedin.com
     | Odnoklassniki: odnoklassniki.ru | OK: ok.ru | Qzone: qzone.qq.com | Reddit: reddit.com
     | Stack Overflow: stackoverflow.com | Tumblr: tumblr.com | Twitch: twitch.tv | Twitter: twitter.com x.com
     | Vimeo: vimeo.com | Vk: vk.com | Weibo: weibo.com | YouTube: youtube.com`,
  ),
  ...services(
    'File Conversion Tools',
    `CloudConvert: cloudconvert.com | Compress JPEG: compressjpeg.com | Free Convert: freeconvert.com
     | HEICtoJPEG: heictojpeg.com | TinyPNG: tinypng.com`,
  ),
  ...services(
    'PDF Manager',
    `Adobe Acrobat: acrobat.adobe.com | CombinePDF: combinepdf.com | Free PDF Convert: freepdfconvert.com
     | iLovePDF: ilovepdf.com | JPG2PDF: jpg2pdf.com | PDF24 Tools: tools.pdf24.org | PDFescape: pdfescape.com
     | pdfFiller: pdffiller.com | PDFSimpli: pdfsimpli.com | Sejda: sejda.com | SmallPDF: smallpdf.com
     | Soda PDF: sodapdf.com`,
  ),
  ...services(
    'Productivity Tools',
    `Adobe: adobe.com | Canva: canva.com | Evernote: evernote.com | Figma: figma.com | Google Keep: keep.google.com
     | Google Jamboard: jamboard.google.com | Image Color Picker: imagecolorpicker.com | Kapwing: kapwing.com
     | Miro: miro.com | Monday: monday.com | Mural: mural.co | Notion: notion.so notion.com
     | Overleaf: overleaf.com | Photopea: photopea.com | Pixlr: pixlr.com | remove.bg: remove.bg
     | Trello: trello.com | VEED: veed.io`,
  ),
  ...services(
    'Web Hosting',
    `GitHub Pages: github.io | Google Sites: sites.google.com | Wix: wix.com | WordPress: wordpress.com`,
  ),
  ...services('CRM Tools', 'Salesforce: salesforce.com force.com'),
  ...services(
    'AI Tools',
    `ChatGPT: chatgpt.com chat.openai.com | Claude: claude.ai | Copilot: copilot.microsoft.com
     | DeepSeek: chat.deepseek.com | Gemini: gemini.google.com | Perplexity: perplexity.ai`,
  ),
]

/** The service a connector watches, by `event.observer`. */
export const observedServices: ReadonlyMap<string, string> = new Map([
  ['GoogleDrive', 'Google Drive'],
  ['OneDrive', 'OneDrive'],
  ['Box', 'Box'],
  ['Gmail', 'Gmail'],
  ['Office365', 'Outlook'],
  ['Salesforce', 'Salesforce'],
])

/** A tab address with the service it belongs to; null where none is known. */
export interface ServiceSample {
  readonly url: string
  readonly name: string | null
}

export const serviceSamples: readonly ServiceSample[] = [
  { url: 'https://www.dropbox.com/home', name: 'Dropbox' },
  { url: 'https://drive.google.com/drive/my-drive', name: 'Google Drive' },
  { url: 'https://app.box.com/folder/0', name: 'Box' },
  { url: 'https://contoso-my.sharepoint.com/personal/', name: 'OneDrive' },
  { url: 'https://www.icloud.com/iclouddrive/', name: 'iCloud' },
  { url: 'https://www.icloud.com/mail/', name: 'iCloud Mail' },
  { url: 'https://www.icloud.com/mailbox', name: 'iCloud' },
  { url: 'https://gist.github.com/', name: 'GitHub' },
  { url: 'https://someone.github.io/page', name: 'GitHub Pages' },
  { url: 'https://MAIL.google.com:443/mail/u/0/#inbox', name: 'Gmail' },
  { url: 'https://app.slack.com/client/T0/C0', name: 'Slack' },
  { url: 'https://acrobat.adobe.com/link/home', name: 'Adobe Acrobat' },
  { url: 'https://stock.adobe.com/', name: 'Adobe' },
  { url: 'https://chatgpt.com/', name: 'ChatGPT' },
  { url: 'https://www.amazon.com/clouddrive/share', name: 'Amazon Drive' },
  { url: 'https://www.amazon.com/', name: null },
  { url: 'https://notdropbox.com/', name: null },
  { url: 'https://google.com/', name: null },
  { url: 'https://com/', name: null },
]
